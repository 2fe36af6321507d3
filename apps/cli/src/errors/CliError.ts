/** Of a command that Ctrl-C ended: 128 and the number of SIGINT. */
export const INTERRUPTED_EXIT_CODE = 130;

export interface ErrorPlace {
  readonly span: { readonly start: number; readonly end: number };
  readonly shown: string;
}

/** A failure the person can understand; `message` is one sentence that says what to do. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** For programs, in capitals. */
  readonly code: string;
  readonly exitCode: number;
  /** Of a text that cannot be parsed: where, in the text and as lines that show it with a caret. */
  readonly place: ErrorPlace | null;

  constructor(
    code: string,
    message: string,
    options: { readonly exitCode?: number; readonly cause?: unknown; readonly place?: ErrorPlace | null } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.place = options.place ?? null;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The command line itself is wrong: exit code 2. */
export function usageError(message: string): CliError {
  return new CliError("USAGE", message, { exitCode: 2 });
}
