import { existsSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { BlobRemovedError, isDatabaseDiskFull } from "@maskyard/store";
import { isDatabaseUnavailable } from "./isDatabaseUnavailable.ts";
import { someCause } from "./someCause.ts";

/** Postgres extends its log by files of 16 MiB, and does not run where it cannot. */
const ROOM_LEAST_BYTES = 32 * 1024 ** 2;

/**
 * What a person is told of what goes away by itself, as a rule that Postgres cannot do its work, and what would help; null where the error
 * says no such thing.
 */
export function describeOutage(error: unknown, dataFolder: string): string | null {
  if (someCause(error, (one) => one instanceof BlobRemovedError)) {
    return "The same file was being deleted elsewhere at that moment. Nothing of this was kept; try again.";
  }
  if (!isDatabaseUnavailable(error)) {
    return null;
  }
  if (someCause(error, isDatabaseDiskFull)) {
    return "The database's disk is full. Nothing of this was kept and nothing before it was lost; make room on the server and try again.";
  }
  if (hasNoRoom(dataFolder)) {
    return "The database cannot be reached just now, because the server's disk is full. Nothing was lost; make room there, and it comes back by itself.";
  }
  return "The database cannot be reached just now. Nothing was lost; try again in a moment.";
}

/** Whether the disk of our own Postgres is full; of one elsewhere nothing is known here. */
function hasNoRoom(dataFolder: string): boolean {
  const folder = join(dataFolder, "postgres");
  if (!existsSync(folder)) {
    return false;
  }
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < ROOM_LEAST_BYTES;
}
