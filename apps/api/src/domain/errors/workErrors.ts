import { ExpectedError } from "./expectedErrors.ts";

/** As much waits already as may. */
export class TooBusyError extends ExpectedError {
  readonly code = "TOO_BUSY";
  readonly httpStatus = 503;
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.name = "TooBusyError";
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What was asked for takes more time or memory than one piece of work may. */
export class TooMuchWorkError extends ExpectedError {
  readonly code = "TOO_MUCH_WORK";
  readonly httpStatus = 422;

  constructor(message: string) {
    super(message);
    this.name = "TooMuchWorkError";
  }
}
