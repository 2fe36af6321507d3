import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BlobStore, createDatabase, type Database, readLog } from "@maskyard/store";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tools/testing/testDatabase.mjs";
import { describeEngine } from "./engineDescription.ts";
import { forkEntry } from "./entry/sourceEntry.ts";
import { createTestDataset, createTestRun, type TestDataset } from "./testing/createTestRun.ts";
import { type ObservedRun, waitForRun } from "./testing/waitForRun.ts";
import { startTrainer } from "./trainer.ts";

let testDatabase: TestDatabase;
let database: Database;
let folder: string;
let dataset: TestDataset;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  folder = await mkdtemp(join(tmpdir(), "maskyard-sweep-"));
  dataset = await createTestDataset(database, new BlobStore(join(folder, "blobs")), { trainCount: 4, valCount: 1 });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
  await rm(folder, { recursive: true, force: true });
});

const ended = (run: ObservedRun) => !["QUEUED", "RUNNING"].includes(run.status);
const wait = (runId: string) => waitForRun(database, testDatabase.url, runId, ended);

/** A sweep that compares its runs after the first of three epochs, which are two steps each; one run of it was there, with this value. */
async function createSweep(valueBefore: number): Promise<string> {
  const { projectId, datasetId, snapshotId } = dataset;
  const sweep = await database.prisma.sweep.create({
    data: {
      projectId,
      datasetId,
      snapshotId,
      number: (await database.prisma.sweep.count()) + 1,
      name: "sweep",
      method: "ASHA",
      recipe: "MININET",
      preset: "scratch",
      configuration: {},
      dimensions: [],
      seeds: [1],
      seed: 0,
      metric: "val/segm/AP",
      goal: "MAXIMIZE",
      rungs: [1],
      rungUnit: "EPOCHS",
      reductionFactor: 2,
    },
  });
  const before = await createTestRun(database, dataset);
  await database.prisma.run.update({
    where: { id: before },
    data: { status: "SUCCEEDED", sweep: { connect: { id: sweep.id } }, job: { update: { status: "SUCCEEDED" } } },
  });
  await database.prisma.sweepRung.create({
    data: { runId: before, rung: 0, sweepId: sweep.id, step: 2, value: valueBefore, stops: false },
  });
  return sweep.id;
}

/** A run of three epochs, which no trainer takes before it is in its sweep. */
async function createRunOf(sweepId: string): Promise<string> {
  const runId = await createTestRun(database, dataset, { epochs: 3 }, { status: "CANCELLED" });
  await database.prisma.run.update({
    where: { id: runId },
    data: {
      status: "QUEUED",
      sweep: { connect: { id: sweepId } },
      sweepPoint: 0,
      job: { update: { status: "QUEUED", sweep: { connect: { id: sweepId } } } },
    },
  });
  return runId;
}

async function train(runId: string): Promise<ObservedRun> {
  const trainer = await startTrainer({
    databaseUrl: testDatabase.url,
    blobDirectory: join(folder, "blobs"),
    weightsDirectory: join(folder, "weights"),
    name: "second",
    host: hostname(),
    engine: await describeEngine(),
    leaseSeconds: 3,
    logger: pino({ level: "fatal" }),
  });
  try {
    return await wait(runId);
  } finally {
    await trainer.stop();
  }
}

async function logText(runId: string): Promise<string> {
  return (await readLog(database.pool, { runId })).lines.map(({ text }) => text).join("\n");
}

test("a run whose value is among the best of its rung is trained to its end", { timeout: 300_000 }, async () => {
  const sweepId = await createSweep(0);
  const runId = await createRunOf(sweepId);
  expect(await train(runId)).toMatchObject({ status: "SUCCEEDED", step: 6 });
  const rungs = await database.prisma.sweepRung.findMany({ where: { runId } });
  expect(rungs).toMatchObject([{ rung: 0, step: 2, needed: 0, stops: false }]);
});

test("a run that its sweep stops ends as succeeded with its checkpoint, also when its trainer is killed just after the decision", {
  timeout: 300_000,
}, async () => {
  const runId = await createRunOf(await createSweep(0.9));
  // The first report after the decision waits: there the trainer dies.
  const gate = await database.pool.connect();
  onTestFinished(() => gate.release());
  await gate.query("SELECT pg_advisory_lock(77)");
  await database.pool.query(`
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM sweep_rung WHERE run_id = NEW.run_id) THEN PERFORM pg_advisory_xact_lock(77); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER wait_at_gate BEFORE INSERT ON log_chunk FOR EACH ROW EXECUTE FUNCTION wait_at_gate()`);
  const { path, execArgv } = forkEntry("main");
  const first = fork(path, [], {
    execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      DATABASE_URL: testDatabase.url,
      MASKYARD_DATA: folder,
      MASKYARD_TRAINER_NAME: "first",
      MASKYARD_LEASE_SECONDS: "3",
      LOG_LEVEL: "error",
    },
  });
  onTestFinished(() => void first.kill("SIGKILL"));
  await gateIsWaitedAt();
  first.kill("SIGKILL");
  await gate.query("SELECT pg_advisory_unlock(77)");

  const run = await train(runId);
  expect(run).toMatchObject({ status: "SUCCEEDED", step: 2, failureReason: null });
  expect(run.checkpoints.map(({ step }) => step)).toEqual([2]);
  expect(run.provenance?.trainer).toBe("second");
  const text = await logText(runId);
  expect(text).toContain("continued from the checkpoint after step 2");
  expect(text).toMatch(
    /stopped by its sweep after step 2, at rung 1 of 1: val\/segm\/AP was \d\.\d+, and 0\.900 was needed/,
  );
  expect(await database.prisma.sweepRung.findMany({ where: { runId } })).toMatchObject([
    { rung: 0, step: 2, needed: 0.9, stops: true },
  ]);
  expect(await database.prisma.evaluation.count({ where: { runId } })).toBe(1);
});

async function gateIsWaitedAt(): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    if (rows.length > 0) return;
    await delay(20);
  }
}
