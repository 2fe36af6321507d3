import type { BlobStore, LogWriter } from "@maskyard/store";
import type { PrismaClient } from "@maskyard/store/prisma";
import type { Pool } from "pg";
import type { Logger } from "pino";
import type { EventHub } from "./domain/events/EventHub.ts";
import type { RunFeeds } from "./domain/run/RunFeeds.ts";
import type { TouchedRuns } from "./domain/run/TouchedRuns.ts";
import type { Work } from "./domain/work/Work.ts";
import type { Environment } from "./environment.ts";

/** What the features work with; made once per process. */
export interface Services {
  readonly environment: Environment;
  readonly prisma: PrismaClient;
  readonly pool: Pool;
  readonly blobs: BlobStore;
  readonly events: EventHub;
  readonly runFeeds: RunFeeds;
  readonly touchedRuns: TouchedRuns;
  /** Takes what other programs log. */
  readonly logWriter: LogWriter;
  /** Does what is proportional to data, away from the event loop. */
  readonly work: Work;
  readonly logger: Logger;
}

/** The same for one request, which may be given up. */
export interface RequestServices extends Services {
  /** Aborted when whoever asks goes away. */
  readonly signal: AbortSignal;
}
