import { sqlStateOf } from "./sqlStateOf.ts";

/** Whether Postgres refused a write because there is no room on its disk. Nothing of the transaction was kept; repeated, it goes through when there is. */
export function isDatabaseDiskFull(error: unknown): boolean {
  return sqlStateOf(error) === "53100"; // disk_full
}
