import { FormatError } from "@maskyard/annotations";
import { isDatabaseDiskFull } from "@maskyard/store";
import type { Logger } from "pino";
import { ExpectedError } from "../errors/expectedErrors.ts";
import { isDatabaseUnavailable } from "../errors/isDatabaseUnavailable.ts";
import { someCause } from "../errors/someCause.ts";
import { ImportTakenAwayError } from "./ImportTakenAwayError.ts";

/** What a person is told of an import that failed, and what to do; what is not the archive's fault is logged in full. */
export function describeFailure(error: unknown, importId: string, logger: Logger): string {
  if (error instanceof ExpectedError || error instanceof FormatError) {
    return error.message;
  }
  logger.error({ err: error, importId }, "an import failed");
  if (error instanceof ImportTakenAwayError) {
    return "The import was taken for dead and ended. Nothing of it was kept; import again.";
  }
  if (someCause(error, isDatabaseDiskFull)) {
    return "The database's disk is full. Nothing of the import was kept; make room on the server and import again.";
  }
  if (isDatabaseUnavailable(error)) {
    return "The database could not be reached for a minute. Nothing of the import was kept; import again.";
  }
  if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
    return "The server's disk is full. Nothing of the import was kept; make room and import again.";
  }
  return `Something went wrong on the server (import ${importId}). Nothing of it was kept.`;
}
