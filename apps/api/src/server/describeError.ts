/** What of an error goes into the log. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

const terminalColours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
const apiToken = /msk_[0-9A-Za-z]+/g;
const secretParameter = /([?&](?:token|code|secret)=)[^&\s"']+/gi;
const connectionString = /postgres(?:ql)?:\/\/[^\s"']+/gi;
/** Folders of a path, of which only the last stays: enough to find the line, and nothing of the machine. */
const folders = /(?:file:\/\/)?(?:[A-Za-z]:)?(?:[/\\][^/\\\s:()'"`]+)+(?=[/\\][^/\\\s:()'"`]+[/\\][^/\\\s:()'"`]+)/g;
const statement = /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|COPY)\b[\s\S]{0,20000}?(?=\n\s+at |\n\n|$)/g;
const CAUSES_MAX = 4;

/** An error for the log: its kind, message and lines of code, without tokens, connection strings, SQL and folders. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: clean(String(error)) };
  }
  const { code, cause } = error as Error & { code?: unknown };
  return {
    type: error.name,
    message: clean(error.message),
    ...(typeof code === "string" ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: clean(error.stack) }),
    ...(cause === undefined || depth >= CAUSES_MAX ? {} : { cause: describeError(cause, depth + 1) }),
  };
}

function clean(text: string): string {
  return text
    .replace(terminalColours, "")
    .replace(apiToken, "msk_[removed]")
    .replace(secretParameter, "$1[removed]")
    .replace(connectionString, "postgres://[removed]")
    .replace(statement, "[SQL removed]")
    .replace(folders, "…");
}
