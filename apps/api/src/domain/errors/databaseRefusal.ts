import { sqlStateOf } from "@maskyard/store";
import { Prisma } from "@maskyard/store/prisma";
import { ConflictError, type ExpectedError, InvalidInputError, NotFoundError } from "./expectedErrors.ts";
import { someCause } from "./someCause.ts";

/** By Postgres's code, or by the first two characters of it: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSALS: Readonly<Record<string, string>> = {
  "22021": "A text holds a character that cannot be stored, such as NUL (U+0000). Take it out and try again.",
  "22P05": "A text holds a character that cannot be stored, such as NUL (U+0000). Take it out and try again.",
  "22003": "A number is larger or smaller than can be stored there. Give one within its range.",
  "22008": "A time lies outside of those that can be stored. Give one between the years 1 and 9999.",
  "54000": "A value is too long to be stored there. Give a shorter one.",
  "54001": "A value is nested too deeply. Give a flatter one.",
  "22": "A value cannot be stored or compared as it is. Check what was sent for odd characters and for numbers out of range.",
  "54": "What was sent is more than the database takes at once. Send less of it.",
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
      "Something that this builds on was changed or deleted meanwhile. Look again, then try again.",
    );
  }
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  switch (error.code) {
    case "P2025":
      return new NotFoundError("What this is about is not there any more.");
    case "P2000":
      return new InvalidInputError(REFUSALS["54000"] ?? "");
    case "P2020":
    case "P2033":
      return new InvalidInputError(REFUSALS["22003"] ?? "");
    default:
      return null;
  }
}
