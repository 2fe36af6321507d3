import { JOB_KINDS, Rounds, requeueExpiredJobs } from "@maskyard/store";
import type { Pool } from "pg";
import type { Logger } from "pino";

const EVERY_MS = 5_000;
/**
 * After an outage of the database the trainers get this many rounds to prolong their leases (they do so every 10 s), so that no job is taken
 * from a trainer that is well.
 */
const ROUNDS_BEFORE_TAKING = 3;
const PURGE_EVERY_MS = 3_600_000;

const PURGE_SQLS = [
  "DELETE FROM logged_batch WHERE created_at < clock_timestamp() - interval '1 day'",
  "DELETE FROM series_change WHERE created_at < clock_timestamp() - interval '7 days'",
  "DELETE FROM alert_delivery WHERE state <> 'PENDING' AND created_at < clock_timestamp() - interval '30 days'",
];

/**
 * Takes jobs from trainers that are gone, also when no other trainer lives that would: a lease of 30 s has ended within 35 s of the last sign of
 * life. Also forgets keys of batches that nobody sends again, and what was told of alerts a month ago.
 */
export class QueueSweeper {
  readonly #pool: Pool;
  readonly #logger: Logger;
  #rounds: Rounds | null = null;
  #answeredRounds = 0;
  #purgedAtMs = Number.NEGATIVE_INFINITY;

  constructor(pool: Pool, logger: Logger) {
    this.#pool = pool;
    this.#logger = logger;
  }

  start(): void {
    this.#rounds = new Rounds(EVERY_MS, () => this.sweep());
  }

  async close(): Promise<void> {
    await this.#rounds?.stop();
  }

  /** One round. */
  async sweep(): Promise<void> {
    try {
      if (this.#answeredRounds < ROUNDS_BEFORE_TAKING) {
        await this.#pool.query("SELECT 1");
      } else {
        for (const job of await requeueExpiredJobs(this.#pool, JOB_KINDS)) {
          this.#logger.warn(job, "the trainer of a job stopped responding; its lease has ended");
        }
      }
      this.#answeredRounds += 1;
      if (performance.now() - this.#purgedAtMs > PURGE_EVERY_MS) {
        for (const sql of PURGE_SQLS) {
          await this.#pool.query(sql);
        }
        this.#purgedAtMs = performance.now();
      }
    } catch (error) {
      this.#answeredRounds = 0;
      this.#logger.warn({ err: error }, "the queue could not be looked through; trying again later");
    }
  }
}
