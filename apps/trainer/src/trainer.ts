import { basename } from "node:path";
import { createDatabase, listen, registerTrainer, stopTrainer, withRetry } from "@maskyard/store";
import type { Logger } from "pino";
import { claimLoop, keepHouse } from "./claimLoop.ts";
import { readCode } from "./codeVersion.ts";
import { type EngineDescription, trainerVersion } from "./engineDescription.ts";
import { RunSession } from "./session/runSession.ts";
import { SystemSampler } from "./system/SystemSampler.ts";
import { WakeUp } from "./wakeUp.ts";

export interface TrainerOptions {
  databaseUrl: string;
  blobDirectory: string;
  weightsDirectory: string;
  name: string;
  host: string;
  engine: EngineDescription;
  leaseSeconds: number;
  /** What runs can ask for beside the device. */
  labels?: readonly string[];
  /** Runs carried at once, each in a process of its own; 1 when absent. */
  slots?: number;
  /** Memory shared out among runs that say how much they need. */
  memoryMib?: number;
  logger: Logger;
}

export interface Trainer {
  trainerId: string;
  /** Gives the runs in work back to the queue and ends. Resolves within about 18 seconds, whatever the training does. */
  stop(): Promise<void>;
  /** Rejects when the trainer can go on no longer. */
  ended: Promise<void>;
}

/** Registers a trainer and lets it work on as many runs at a time as it has slots. */
export async function startTrainer(options: TrainerOptions): Promise<Trainer> {
  const { databaseUrl, leaseSeconds, logger } = options;
  const hasGpu = options.engine.device !== "CPU";
  const slots = options.slots ?? 1;
  const database = createDatabase(databaseUrl, { applicationName: "maskyard-trainer", maxConnections: 4 + 2 * slots });
  const { pool } = database;
  // An idle connection that breaks is replaced at the next query; unheard, its error would end the process.
  pool.on("error", (error) => logger.warn({ err: error }, "an idle database connection broke"));
  const { trainerId } = await withRetry(() =>
    registerTrainer(pool, {
      name: options.name,
      host: options.host,
      device: options.engine.device,
      engineVersion: options.engine.version,
      version: trainerVersion,
      labels: [...new Set([hasGpu ? "gpu" : "cpu", ...(options.labels ?? [])])],
      memoryMib: options.memoryMib ?? 0,
      slots,
    }),
  );
  const { version, localDifference } = await readCode();
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
    .map((part) => basename(part))
    .join(" ");
  const provenance = { trainer: options.name, host: options.host, command, ...version };
  const sampler = new SystemSampler({ hasGpus: hasGpu });
  const stopping = new AbortController();
  const wakeUp = new WakeUp();
  const sessions = new Set<RunSession>();
  const beatAll = () => Promise.all([...sessions].map((session) => session.beat()));

  const listener = await listen(
    databaseUrl,
    ["job_queued", "job_cancel"],
    (channel, payload) => {
      if (channel === "job_queued") wakeUp.ring();
      else for (const session of sessions) if (payload.jobId === session.jobId) void session.beat();
    },
    {
      onResync: () => {
        wakeUp.ring();
        void beatAll();
      },
      onError: (error) => logger.warn({ err: error }, "the notification connection broke; reconnecting"),
    },
  );
  const stopHousekeeping = keepHouse({
    pool,
    trainerId,
    everyMs: Math.min(10_000, leaseSeconds * 500),
    beat: beatAll,
    logger,
  });
  logger.info({ trainerId, device: options.engine.device, engine: options.engine.version }, "the trainer is ready");

  const ended = claimLoop({
    pool,
    trainerId,
    leaseSeconds,
    slots,
    wakeUp,
    signal: stopping.signal,
    logger,
    carry: async (run) => {
      const session = new RunSession({
        database,
        run,
        leaseSeconds,
        blobDirectory: options.blobDirectory,
        sampler,
        weightsDirectory: options.weightsDirectory,
        provenance,
        localDifference,
        logger,
      });
      sessions.add(session);
      if (stopping.signal.aborted) session.release();
      try {
        await session.carry();
      } catch (error) {
        // The lease ends by itself, and the run goes on as after any lost trainer.
        logger.error({ runId: run.runId, err: error }, "the run could not be carried on");
      } finally {
        sessions.delete(session);
      }
    },
  }).finally(async () => {
    stopHousekeeping();
    await listener.close();
    await withRetry(() => stopTrainer(pool, trainerId), { giveUpAfterMs: 1_000 }).catch((error) =>
      logger.warn({ err: error }, "could not say goodbye to the database"),
    );
    await database.close();
  });

  return {
    trainerId,
    ended,
    stop: () => {
      stopping.abort();
      wakeUp.ring();
      for (const session of sessions) session.release();
      return ended;
    },
  };
}
