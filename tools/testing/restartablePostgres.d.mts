export interface RestartablePostgres {
  /** The same after every start. */
  url: string;
  /** Ends it at once, as a power cut does. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A migrated Postgres of its own that syncs every commit. */
export function startRestartablePostgres(): Promise<RestartablePostgres>;
