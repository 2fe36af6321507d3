const MESSAGE_LENGTH_MAX = 1_500;

/**
 * What can go wrong without anything being broken. In a mutation's result each is a member of the union; in a query it
 * becomes an entry of `errors` with the same `code`; over plain HTTP `httpStatus`.
 */
export abstract class ExpectedError extends Error {
  abstract readonly code: string;
  abstract readonly httpStatus: number;

  /** Cut where it quotes more of what was sent than a person reads. */
  constructor(message: string) {
    super(message.length <= MESSAGE_LENGTH_MAX ? message : `${message.slice(0, MESSAGE_LENGTH_MAX)}…`.toWellFormed());
  }
}

/** Bad input: what is wrong and what to do about it. */
export class InvalidInputError extends ExpectedError {
  readonly code = "INVALID_INPUT";
  readonly httpStatus = 400;
  /** A path into the input, for example `geometry.parts.0.outer`. */
  readonly field: string | null;
  /** Of a text that is parsed: where in the field it cannot be read, in UTF-16 code units. */
  readonly span: { readonly start: number; readonly end: number } | null;

  /** Everything that is wrong, where more than one thing is. */
  readonly problems: readonly { readonly field: string | null; readonly message: string }[];

  constructor(
    message: string,
    field: string | null = null,
    more?: Partial<Pick<InvalidInputError, "span" | "problems">>,
  ) {
    super(message);
    this.name = "InvalidInputError";
    this.field = field;
    this.span = more?.span ?? null;
    this.problems = more?.problems ?? [{ field, message }];
  }
}

/** Nothing by this id that the actor may see; whether it exists for others is not told. */
export class NotFoundError extends ExpectedError {
  readonly code = "NOT_FOUND";
  readonly httpStatus = 404;

  constructor(message: string) {
    super(message);
    this.name = "NotFoundError";
  }
}

/** The actor may see it but not do this. */
export class ForbiddenError extends ExpectedError {
  readonly code = "FORBIDDEN";
  readonly httpStatus = 403;

  constructor(message: string) {
    super(message);
    this.name = "ForbiddenError";
  }
}

/** What is stored now stands against the change. */
export class ConflictError extends ExpectedError {
  readonly code = "CONFLICT";
  readonly httpStatus = 409;

  constructor(message: string) {
    super(message);
    this.name = "ConflictError";
  }
}

/** What is to be made is there already, under the same name. */
export class AlreadyExistsError extends ConflictError {}

/** Nobody is signed in. */
export class UnauthenticatedError extends ExpectedError {
  readonly code = "UNAUTHENTICATED";
  readonly httpStatus = 401;

  constructor(message = "Sign in first.") {
    super(message);
    this.name = "UnauthenticatedError";
  }
}

/** Somebody who is not signed in asks too often. */
export class TooManyRequestsError extends ExpectedError {
  readonly code = "TOO_MANY_REQUESTS";
  readonly httpStatus = 429;
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`Too many requests without signing in. Sign in, or try again in ${retryAfterSeconds} seconds.`);
    this.name = "TooManyRequestsError";
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
