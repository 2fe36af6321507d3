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

/** Whoever asked went away; nobody reads this but those who keep the logs. */
export class ClientGoneError extends ExpectedError {
  readonly code = "CLIENT_GONE";
  /** As proxies log it; no standard has a number for it. */
  readonly httpStatus = 499;

  constructor() {
    super("The client went away before it was answered.");
    this.name = "ClientGoneError";
  }
}
