import { isTransientError } from "@maskyard/store";
import { someCause } from "./someCause.ts";

/** Whether an error, or what caused it, says that Postgres could not be reached or has no room: trying again later is what to do. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return someCause(error, isTransientError);
}
