import { sqlStateOf } from "@maskyard/store";
import { Prisma } from "@maskyard/store/prisma";
import { ConflictError, type ExpectedError, InvalidInputError, NotFoundError } from "./expectedErrors.ts";
import { someCause } from "./someCause.ts";

/** By Postgres's code, or by the first two characters of it: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSALS: Readonly<Record<string, string>> = {
  "22021": "A text contains a character that cannot be stored, such as NUL (U+0000). Remove it and try again.",
  "22P05": "A text contains a character that cannot be stored, such as NUL (U+0000). Remove it and try again.",
  "22003": "A number is too large or too small to be stored. Give one within the allowed range.",
  "22008": "A time is outside the range that can be stored. Give one between the years 1 and 9999.",
  "54000": "A value is too long to be stored. Give a shorter one.",
  "54001": "A value is nested too deeply. Give a flatter one.",
  "22": "A value cannot be stored or compared. Check the input for unusual characters and out-of-range numbers.",
  "54": "The request is larger than the database accepts at once. Send less.",
};

/**
 * The last net below the gates at the doors: what the database itself refuses of a request's values (classes 22 and 54), and what vanished or came up
 * beside the request, as the answer that says so; null for any other error. Trying again as it is would change nothing.
 */
export function databaseRefusal(error: unknown): ExpectedError | null {
  let refusal: ExpectedError | null = null;
  someCause(error, (one) => {
    refusal = refusalOf(one);
    return refusal !== null;
  });
  return refusal;
}

function refusalOf(error: unknown): ExpectedError | null {
  const state = sqlStateOf(error) ?? "";
  const sentence = REFUSALS[state] ?? REFUSALS[state.slice(0, 2)];
  if (sentence !== undefined) return new InvalidInputError(sentence);
  if (state === "23503" || state === "23505") {
    return new ConflictError(
      "Something this depends on has been changed or deleted in the meantime. Reload, then try again.",
    );
  }
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  switch (error.code) {
    case "P2025":
      return new NotFoundError("This no longer exists.");
    case "P2000":
      return new InvalidInputError(REFUSALS["54000"] ?? "");
    case "P2020":
    case "P2033":
      return new InvalidInputError(REFUSALS["22003"] ?? "");
    default:
      return null;
  }
}
