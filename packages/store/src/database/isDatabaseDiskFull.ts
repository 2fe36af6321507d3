import { sqlStateOf } from "./sqlStateOf.ts";

/** Whether Postgres refused a write because its disk is full. Nothing of the transaction was kept; repeated, it goes through when there is room. */
export function isDatabaseDiskFull(error: unknown): boolean {
  return sqlStateOf(error) === "53100"; // disk_full
}
