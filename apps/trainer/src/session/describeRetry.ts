import { isDatabaseDiskFull } from "@maskyard/store";

/** What the log says when the database could not do what is tried again: `otherwise`, unless its disk is full, which a person must see to. */
export function describeRetry(error: unknown, otherwise = "the database did not answer; trying again"): string {
  return isDatabaseDiskFull(error) ? "the database's disk is full; waiting until there is room" : otherwise;
}
