export interface SupervisedPostgres {
  /** The same after every start. */
  url: string;
  /** Ends it at once, as a power cut does; it is started again. */
  crash(): void;
  stop(): Promise<void>;
}

/** A migrated Postgres of its own that syncs every commit and is started again whenever it ends; `say` is told of that. */
export function startSupervisedPostgres(options: {
  dataDir: string;
  logPath: string;
  say: (line: string) => void;
}): Promise<SupervisedPostgres>;
