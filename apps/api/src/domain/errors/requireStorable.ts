import { unstorableInJson } from "@maskyard/store";
import { InvalidInputError } from "./expectedErrors.ts";

/**
 * The gate of what comes in: throws {@link InvalidInputError}, with the place, for JSON in which a text or name holds what Postgres cannot keep, a number is
 * none that can be kept, or values are nested too deeply. `what` names the whole, for example "The body".
 */
export function requireStorable(what: string, value: unknown): void {
  const found = unstorableInJson(value);
  if (found === null) return;
  const field = found.path.join(".");
  const place = field === "" ? what : `${what} at ${shown(field)}`;
  throw new InvalidInputError(`${place} ${found.problem}. Remove it and try again.`, field === "" ? null : field);
}

const SHOWN_LENGTH_MAX = 200;

/** A text of somebody else's as it is shown in a message: never all of a long one. */
export function shown(text: string): string {
  return text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX)}…`.toWellFormed();
}
