/** The import's row is no longer RUNNING: somebody took it for dead. Nothing was written. */
export class ImportTakenAwayError extends Error {}
