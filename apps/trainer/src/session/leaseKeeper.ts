import { setTimeout as delay } from "node:timers/promises";
import { heartbeatJob, isDatabaseDiskFull, type JobLease } from "@maskyard/store";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { describeRetry } from "./describeRetry.ts";

/**
 * While Postgres does not answer, nobody else can take the job either, so an unanswered heartbeat does not end it. After this
 * many leases without an answer the trainer assumes to be the one cut off, and stops.
 */
const leasesWithoutAnswer = 4;

/** Prolongs the lease every third of it, and says once when it is lost or the job is to be cancelled. */
export class LeaseKeeper {
  readonly #options: {
    pool: Pool;
    lease: JobLease;
    leaseSeconds: number;
    onLost: () => void;
    onCancelRequested: () => void;
    logger: Logger;
  };
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #answeredAtMs = performance.now();
  #cancelNoticed = false;
  #stopped = false;

  constructor(options: {
    pool: Pool;
    lease: JobLease;
    leaseSeconds: number;
    onLost: () => void;
    onCancelRequested: () => void;
    logger: Logger;
  }) {
    this.#options = options;
    this.#timer = setInterval(() => void this.beat(), (options.leaseSeconds * 1000) / 3);
  }

  /** Aborted when the lease is lost. */
  get lostSignal(): AbortSignal {
    return this.#lost.signal;
  }

  /** A heartbeat now, for example because a cancellation was announced. */
  async beat(): Promise<void> {
    if (this.#stopped) return;
    const { pool, lease, leaseSeconds, logger } = this.#options;
    try {
      const answer = await withTimeout(heartbeatJob(pool, { ...lease, leaseSeconds }), (leaseSeconds * 1000) / 3);
      if (this.#stopped) return;
      if (!answer.held) return this.lose("another trainer has the job, or it was ended");
      this.#answeredAtMs = performance.now();
      if (answer.cancelRequested && !this.#cancelNoticed) {
        this.#cancelNoticed = true;
        this.#options.onCancelRequested();
      }
    } catch (error) {
      // Refused for want of room, it was answered: nobody else can take the job without room either.
      if (isDatabaseDiskFull(error)) this.#answeredAtMs = performance.now();
      const silentSeconds = (performance.now() - this.#answeredAtMs) / 1000;
      logger.warn(
        { jobId: lease.jobId, silentSeconds, err: error },
        describeRetry(error, "the heartbeat of the job was not answered"),
      );
      if (silentSeconds > leaseSeconds * leasesWithoutAnswer) this.lose("the database has not answered for too long");
    }
  }

  lose(reason: string): void {
    if (this.#stopped) return;
    this.stop();
    this.#options.logger.warn({ jobId: this.#options.lease.jobId, reason }, "the lease of the job is lost");
    this.#lost.abort();
    this.#options.onLost();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }
}

async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const timer = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: timer.signal }).then(
    () => {
      throw new Error(`no answer within ${Math.round(timeoutMs)} ms`);
    },
    () => promise,
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
    // Whichever lost the race may still fail; the caller has its answer.
    promise.catch(() => undefined);
    late.catch(() => undefined);
  }
}
