import { setTimeout as delay } from "node:timers/promises";
import { type Database, isDatabaseDiskFull, isTransientError } from "@maskyard/store";
import type { ExternalLogger } from "./ExternalLogger.ts";
import type { RunFacts, RunWatch } from "./RunWatch.ts";
import type { Service } from "./Service.ts";
import type { SmallDisk } from "./SmallDisk.ts";
import type { Fault } from "./schedule.ts";

export interface StrikeTargets {
  readonly database: Database;
  readonly postgres: { crash(): void };
  readonly trainers: readonly Service[];
  readonly api: Service;
  readonly leaseSeconds: number;
  readonly loggers: readonly ExternalLogger[];
  /** Where checkpoints lie; null where none can be made full. */
  readonly disk: SmallDisk | null;
  /** Where Postgres lies, likewise. */
  readonly postgresDisk: SmallDisk | null;
  /** How often Postgres was said to have ended for want of room. */
  readonly endedForRoom: () => number;
}

/** Requests that each logger is told of the full disk before there is room again: the trainer has to write meanwhile too. */
const REFUSALS = 20;

/** What is done for each kind of fault; resolves when the fault is over, and what it broke is left to itself. */
export function createStrikes(
  targets: StrikeTargets,
): Record<Fault, (facts: RunFacts, watch: RunWatch) => Promise<void>> {
  const { database, postgres, trainers, api, leaseSeconds, loggers, disk, postgresDisk, endedForRoom } = targets;
  return {
    async "kill -9 of the training process"({ processId }) {
      if (processId) killIfThere(processId);
    },
    async "kill -9 of the trainer"() {
      const trainer = await trainerAtWork(database, trainers);
      await trainer.end("SIGKILL");
      trainer.start();
    },
    async "trainer stopped past its lease, then let go on"() {
      const trainer = await trainerAtWork(database, trainers);
      trainer.signal("SIGSTOP");
      await delay((leaseSeconds + 1) * 1000);
      trainer.signal("SIGCONT");
    },
    async "Postgres crashed and restarted"() {
      postgres.crash();
    },
    async "API killed and restarted"() {
      await api.end("SIGKILL");
      api.start();
    },
    async "disk full while a checkpoint is written, then room made"({ fencingToken }, watch) {
      await disk?.fill();
      await watch.until(
        "the attempt's end on a full disk",
        ({ status, fencingToken: now }) => status !== "RUNNING" || now > fencingToken,
      );
      disk?.makeRoom();
    },
    async "Postgres's disk full for its rows, then room made"() {
      const wanted = loggers.map(({ refusedForRoom }) => refusedForRoom + REFUSALS);
      await until("the loggers are told of the full disk", async () => {
        await postgresDisk?.fill(); // Postgres removes files too
        return loggers.every(({ refusedForRoom }, index) => refusedForRoom >= (wanted[index] as number));
      });
      postgresDisk?.makeRoom();
    },
    async "Postgres's disk full until it goes down, then room made"() {
      const before = endedForRoom();
      await until("Postgres has ended for want of room", async () => {
        await postgresDisk?.fill();
        await writeLog(database);
        return endedForRoom() > before;
      });
      postgresDisk?.makeRoom();
    },
  };
}

/** A mebibyte of Postgres's log: where it can make no new file for it, it panics. */
async function writeLog(database: Database): Promise<void> {
  try {
    await database.pool.query("SELECT pg_logical_emit_message(true, 'chaos', repeat('x', 1048576))");
  } catch (error) {
    if (!isDatabaseDiskFull(error) && !isTransientError(error)) throw error;
  }
}

async function until(what: string, reached: () => Promise<boolean>, timeoutMs = 120_000): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await reached())) {
    if (performance.now() > deadlineMs) throw new Error(`chaos: ${what} was not reached within ${timeoutMs} ms`);
    await delay(25);
  }
}

/** The trainer that holds the run; the first one while none does. */
async function trainerAtWork(database: Database, trainers: readonly Service[]): Promise<Service> {
  const { rows } = await database.pool.query<{ name: string }>(
    "SELECT trainer.name FROM job JOIN trainer ON trainer.id = job.trainer_id WHERE job.status = 'RUNNING'",
  );
  return (rows[0]?.name === "second" ? trainers[1] : trainers[0]) as Service;
}

function killIfThere(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it had ended by itself
  }
}
