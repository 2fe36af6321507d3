import type { Pool } from "pg";
import { isTransientError } from "../database/withRetry.ts";
import { KnownSeries } from "./KnownSeries.ts";
import { type BatchOutcome, type LoggedBatch, logBatches } from "./logBatches.ts";

/** A transaction of this many points takes some tenths of a second, which is how long the next ones then wait. */
const MOST_POINTS_TOGETHER = 50_000;
/** While one transaction waits for the disk, the next is made up, if that is much work. Little of it is cheaper together with what comes meanwhile. */
const MOST_AT_ONCE = 2;
const WORTH_A_SECOND_POINTS = 1_000;

interface Waiting {
  readonly batch: LoggedBatch;
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what many clients log while a transaction is under way and writes it with the next one: a wait for the disk serves all of them.
 * Nothing waits on purpose; a client alone has a transaction of its own.
 */
export class LogWriter {
  readonly #pool: Pool;
  readonly #known = new KnownSeries();
  #waiting: Waiting[] = [];
  /** Runs whose batches are being written; those that come meanwhile wait, so that a run's batches keep their order. */
  readonly #busyRuns = new Set<string>();
  #atWork = 0;
  #scheduled = false;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Resolves when the batch is durable, or was not admitted. */
  log(batch: LoggedBatch): Promise<BatchOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Requests that arrived together are handled one after the other: all of them are to be in.
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#atWork === 0 || (this.#atWork < MOST_AT_ONCE && this.#isMuchWaiting())) {
        const taken = this.#take();
        if (taken.length === 0) return;
        void this.#write(taken);
      }
    });
  }

  #isMuchWaiting(): boolean {
    let points = 0;
    return this.#waiting.some(({ batch }) => {
      points += batch.points.length;
      return points >= WORTH_A_SECOND_POINTS;
    });
  }

  #take(): Waiting[] {
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    let points = 0;
    for (const one of this.#waiting) {
      const fits = points < MOST_POINTS_TOGETHER && !this.#busyRuns.has(one.batch.runId);
      (fits ? taken : left).push(one);
      if (fits) points += one.batch.points.length;
      // What is left out keeps later batches of its run out as well.
      else if (!this.#busyRuns.has(one.batch.runId)) points = MOST_POINTS_TOGETHER;
    }
    this.#waiting = left;
    return taken;
  }

  async #write(taken: readonly Waiting[]): Promise<void> {
    this.#atWork++;
    const runIds = new Set(taken.map(({ batch }) => batch.runId));
    for (const runId of runIds) this.#busyRuns.add(runId);
    try {
      await this.#commit(taken);
    } finally {
      this.#atWork--;
      for (const runId of runIds) this.#busyRuns.delete(runId);
      if (this.#waiting.length > 0) this.#schedule();
    }
  }

  async #commit(taken: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await logBatches(
        this.#pool,
        taken.map(({ batch }) => batch),
        this.#known,
      );
      for (const [index, { resolve }] of taken.entries()) resolve(outcomes[index] as BatchOutcome);
    } catch (error) {
      if (taken.length === 1 || isTransientError(error)) {
        for (const { reject } of taken) reject(error);
        return;
      }
      // One batch must not take its neighbours with it.
      for (const one of taken) await this.#commit([one]);
    }
  }
}
