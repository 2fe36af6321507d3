import { basename } from "node:path";

/** Why the training broke off, for the person who launched it: no path of this machine, and the usual causes in plain words. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `The training process failed: ${String(error)}`;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return "The disk that holds the data folder is full: make room, then launch the run again.";
  }
  const message = typeof path === "string" ? error.message.replaceAll(path, basename(path)) : error.message;
  return `The training process failed: ${message}`;
}
