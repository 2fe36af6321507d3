/** What the server refused, or did not answer for too long: `code` as in its graph (`INVALID_INPUT`, `UNAUTHENTICATED`, …), or `UNREACHABLE`. */
export class MaskyardError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MaskyardError";
    this.code = code;
  }
}
