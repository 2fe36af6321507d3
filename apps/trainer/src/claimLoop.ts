import {
  type ClaimedRun,
  claimRun,
  JOB_KINDS,
  Rounds,
  requeueExpiredJobs,
  touchTrainer,
  withRetry,
} from "@maskyard/store";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { describeRetry } from "./session/describeRetry.ts";
import type { WakeUp } from "./wakeUp.ts";

/** Notifications can be missed, and a run may become claimable by the passing of time only. */
const pollMs = 5_000;

/**
 * Claims runs while it has a free slot and carries each to its end, until `signal` is aborted; resolves when the last one is no longer this
 * trainer's. Survives a database that is away.
 *
 * @param carry resolves when the run is no longer this trainer's
 */
export async function claimLoop(options: {
  pool: Pool;
  trainerId: string;
  leaseSeconds: number;
  /** Runs carried at once. */
  slots: number;
  wakeUp: WakeUp;
  signal: AbortSignal;
  logger: Logger;
  carry: (run: ClaimedRun) => Promise<void>;
}): Promise<void> {
  const { pool, trainerId, leaseSeconds, slots, wakeUp, signal, logger, carry } = options;
  const carried = new Set<Promise<void>>();
  while (!signal.aborted) {
    if (carried.size >= slots) {
      await Promise.race(carried);
      continue;
    }
    const run = await withRetry(() => claimRun(pool, { trainerId, leaseSeconds }), {
      giveUpAfterMs: Number.POSITIVE_INFINITY,
      signal,
      onRetry: (error) => logger.warn({ err: error }, describeRetry(error)),
    }).catch((error) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (run) {
      const carrying: Promise<void> = carry(run).finally(() => {
        carried.delete(carrying);
        // Its memory is free again, which a run that waits may have needed.
        wakeUp.ring();
      });
      carried.add(carrying);
    } else if (!signal.aborted) await wakeUp.sleep(pollMs);
  }
  await Promise.all(carried);
}

/** Shows that the trainer lives, and takes runs from those that do not: once now, then every `everyMs` until stopped. */
export function keepHouse(options: {
  pool: Pool;
  trainerId: string;
  everyMs: number;
  /** Prolongs this trainer's own lease first: after an outage it must not take the run from itself. */
  beat: () => Promise<unknown>;
  logger: Logger;
}): () => void {
  const { pool, trainerId, everyMs, beat, logger } = options;
  const rounds = new Rounds(everyMs, async () => {
    try {
      await touchTrainer(pool, trainerId);
      await beat();
      for (const job of await requeueExpiredJobs(pool, JOB_KINDS)) {
        logger.warn(job, "the trainer of a job stopped responding; its lease has ended");
      }
    } catch (error) {
      logger.warn({ err: error }, describeRetry(error));
    }
  });
  rounds.now();
  return () => void rounds.stop();
}
