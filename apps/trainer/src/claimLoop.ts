import { type ClaimedRun, claimRun, requeueExpiredRuns, touchTrainer, withRetry } from "@maskyard/store";
import type { Pool } from "pg";
import type { Logger } from "pino";
import type { WakeUp } from "./wakeUp.ts";

/** Notifications can be missed, and a run may become claimable by the passing of time only. */
const pollMs = 5_000;

/**
 * Claims one run after the other and carries each to its end, until `signal` is aborted. Survives a database that is away.
 *
 * @param carry resolves when the run is no longer this trainer's
 */
export async function claimLoop(options: {
  pool: Pool;
  trainerId: string;
  leaseSeconds: number;
  wakeUp: WakeUp;
  signal: AbortSignal;
  logger: Logger;
  carry: (run: ClaimedRun) => Promise<void>;
}): Promise<void> {
  const { pool, trainerId, leaseSeconds, wakeUp, signal, logger, carry } = options;
  while (!signal.aborted) {
    const run = await withRetry(() => claimRun(pool, { trainerId, leaseSeconds }), {
      giveUpAfterMs: Number.POSITIVE_INFINITY,
      signal,
      onRetry: (error) => logger.warn({ err: error }, "the database did not answer; trying again"),
    }).catch((error) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (run) await carry(run);
    else if (!signal.aborted) await wakeUp.sleep(pollMs);
  }
}

/** Shows that the trainer lives, and takes runs from those that do not: once now, then every `everyMs` until stopped. */
export function keepHouse(options: {
  pool: Pool;
  trainerId: string;
  everyMs: number;
  /** Prolongs this trainer's own lease first: after an outage it must not take the run from itself. */
  beat: () => Promise<void>;
  logger: Logger;
}): () => void {
  const { pool, trainerId, everyMs, beat, logger } = options;
  let busy = false;
  const once = async () => {
    if (busy) return;
    busy = true;
    try {
      await touchTrainer(pool, trainerId);
      await beat();
      for (const { runId, status } of await requeueExpiredRuns(pool)) {
        logger.warn({ runId, status }, "the trainer of a run stopped responding; its lease has ended");
      }
    } catch (error) {
      logger.warn({ err: error }, "the database did not answer; trying again later");
    } finally {
      busy = false;
    }
  };
  void once();
  const timer = setInterval(() => void once(), everyMs);
  return () => clearInterval(timer);
}
