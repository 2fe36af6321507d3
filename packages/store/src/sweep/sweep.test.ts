import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../database/createDatabase.ts";
import { inTransaction } from "../database/inTransaction.ts";
import { LeaseLostError } from "../job/JobLease.ts";
import { recordEvaluation } from "../progress/recordEvaluation.ts";
import { recordProgress } from "../progress/recordProgress.ts";
import { openTestStore, type TestStore } from "../testing/openTestStore.ts";
import { type SeededProject, seedRun } from "../testing/seedRun.ts";
import { seedSweep } from "../testing/seedSweep.ts";
import { describeWait } from "../trainer/describeWait.ts";
import { type ClaimedRun, claimRun, claimRunWithin } from "../training/claimRun.ts";
import { finishRun } from "../training/finishRun.ts";
import type { RunLease } from "../training/RunLease.ts";
import { releaseRun } from "../training/releaseRun.ts";
import { describeSweepStop, readSweepStop } from "./recordRung.ts";
import { stopSweep } from "./stopSweep.ts";

let store: TestStore;
let db: Database;
let pool: Pool;
let project: SeededProject;

beforeAll(async () => {
  store = await openTestStore();
  ({ db, pool, project } = store);
});

afterAll(async () => {
  await store?.close();
});

beforeEach(async () => {
  await pool.query("DELETE FROM run");
  await pool.query("DELETE FROM sweep");
});

const claim = () => claimRun(pool, { trainerId: project.trainerId, leaseSeconds: 60 });

async function claimed(): Promise<ClaimedRun> {
  const run = await claim();
  if (!run) throw new Error("expected a queued run");
  return run;
}

async function seedRuns(count: number, sweepId?: string): Promise<string[]> {
  const runIds: string[] = [];
  for (let index = 0; index < count; index++) {
    runIds.push(await seedRun(pool, project, sweepId === undefined ? {} : { sweepId }));
  }
  return runIds;
}

const end = (run: RunLease) => finishRun(pool, { ...run, status: "SUCCEEDED" });

it("trains no more of a sweep's runs at once than it may, however many trainers claim at the same moment", async () => {
  const sweepId = await seedSweep(pool, project, { atOnce: 3 });
  await seedRuns(12, sweepId);
  const [other] = await seedRuns(1);
  const inTraining = async () => {
    const { rows } = await pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM job WHERE status = 'RUNNING' AND sweep_id = $1",
      [sweepId],
    );
    return rows[0]?.count;
  };
  const first = (await Promise.all(Array.from({ length: 16 }, claim))).filter((run) => run !== null);
  expect(await inTraining()).toBe(3);
  // Runs of others go past those that are held back.
  expect(first.map(({ runId }) => runId)).toContain(other);
  expect(first).toHaveLength(4);
  const [waiting] = (await pool.query<{ id: string }>("SELECT id FROM run WHERE status = 'QUEUED' LIMIT 1")).rows;
  expect(await describeWait(pool, { runId: waiting?.id ?? "" })).toBe(
    "Its sweep trains 3 at once; waits for one of these to end.",
  );
  // Two places become free, one by an end and one by a trainer that gives its run back.
  const [a, b] = first.filter(({ runId }) => runId !== other);
  if (!a || !b) throw new Error("expected runs of the sweep");
  await end(a);
  await releaseRun(pool, b);
  const second = (await Promise.all(Array.from({ length: 16 }, claim))).filter((run) => run !== null);
  expect(second).toHaveLength(2);
  expect(await inTraining()).toBe(3);
});

it("looks past an undecided claim of the last place only as long as that is undecided", async () => {
  const sweepId = await seedSweep(pool, project, { atOnce: 1 });
  const [first, second] = await seedRuns(2, sweepId);
  let waiting: Promise<ClaimedRun | null> | undefined;
  let run: ClaimedRun | null = null;
  await inTransaction(pool, async (undecided) => {
    run = await claimRunWithin(undecided, { trainerId: project.trainerId, leaseSeconds: 60 });
    expect(run?.runId).toBe(first);
    waiting = claim();
    await lockIsWaitedFor();
  });
  // The place went to the first: the second looked again, and found it taken.
  expect(await waiting).toBeNull();
  await expect(
    inTransaction(pool, async (undecided) => {
      await end(run as RunLease);
      await claimRunWithin(undecided, { trainerId: project.trainerId, leaseSeconds: 60 });
      waiting = claim();
      throw new Error("this trainer's connection is lost");
    }),
  ).rejects.toThrow("connection is lost");
  expect((await waiting)?.runId ?? (await claim())?.runId).toBe(second);
});

/** Until some statement waits for another's end. */
async function lockIsWaitedFor(): Promise<void> {
  for (;;) {
    const { rows } = await pool.query("SELECT 1 FROM pg_locks WHERE NOT granted");
    if (rows.length > 0) return;
  }
}

it("gives out no run of a paused sweep, and cancels those of a stopped one that have not ended", async () => {
  const sweepId = await seedSweep(pool, project);
  await seedRuns(3, sweepId);
  const done = await claimed();
  await end(done);
  const training = await claimed();
  await pool.query("UPDATE sweep SET paused_at = now() WHERE id = $1", [sweepId]);
  expect(await claim()).toBeNull();
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM run WHERE status = 'QUEUED'");
  expect(await describeWait(pool, { runId: rows[0]?.id ?? "" })).toBe("Its sweep is paused.");
  await stopSweep(pool, { sweepId });
  const states = await db.prisma.run.findMany({ where: { sweepId }, orderBy: { id: "asc" }, include: { job: true } });
  expect(states.map(({ status, job }) => [status, job?.cancelRequestedAt !== null])).toEqual([
    ["SUCCEEDED", false],
    ["RUNNING", true],
    ["CANCELLED", true],
  ]);
  expect(await db.prisma.sweep.findUniqueOrThrow({ where: { id: sweepId } })).toMatchObject({
    pausedAt: null,
    stoppedAt: expect.any(Date),
  });
  await finishRun(pool, { ...training, status: "CANCELLED" });
});

const evaluate = (lease: RunLease, epochsDone: number, AP: number) =>
  recordEvaluation(pool, {
    runId: lease.runId,
    jobId: lease.jobId,
    fencingToken: lease.fencingToken,
    step: 10 * epochsDone,
    epochsDone,
    subset: "val",
    metrics: { segm: { AP } },
    predictions: [],
  }).then(({ sweepStop }) => sweepStop);

it("lets a run go on from a rung only with a value among the best there, and writes down why not", async () => {
  const sweepId = await seedSweep(pool, project, { rungs: [1, 2, 4] });
  await seedRuns(4, sweepId);
  const [a, b, c, d] = [await claimed(), await claimed(), await claimed(), await claimed()];
  expect(await evaluate(a, 1, 0.2)).toBeNull();
  expect(await evaluate(b, 1, 0.4)).toBeNull();
  // Of 0.2 and 0.4 the median is 0.3.
  const stop = await evaluate(c, 1, 0.25);
  expect(stop).toMatchObject({ rung: 0, rungs: 3, step: 10, metric: "val/segm/AP", value: 0.25 });
  expect(stop?.needed).toBeCloseTo(0.3, 12);
  expect(stop && describeSweepStop(stop)).toBe(
    "stopped by its sweep after step 10, at rung 1 of 3: val/segm/AP was 0.250, and 0.300 was needed",
  );
  // Two rungs at one evaluation: it counts at the higher one, where it is the first.
  expect(await evaluate(d, 3, 0.1)).toBeNull();
  expect(await evaluate(b, 2, 0.05)).toMatchObject({ rung: 1, value: 0.05, needed: 0.1 });
  // An evaluation between rungs decides nothing.
  expect(await evaluate(a, 1, 0)).toBeNull();
  const rows = await db.prisma.sweepRung.findMany({
    where: { sweepId },
    orderBy: [{ rung: "asc" }, { createdAt: "asc" }],
  });
  expect(rows.map(({ rung, value, stops }) => [rung, value, stops])).toEqual([
    [0, 0.2, false],
    [0, 0.4, false],
    [0, 0.25, true],
    [1, 0.1, false],
    [1, 0.05, true],
  ]);
});

it("counts a value once and decides once, whatever breaks off in between", async () => {
  const sweepId = await seedSweep(pool, project, { rungs: [1, 2] });
  await seedRuns(2, sweepId);
  const [a, b] = [await claimed(), await claimed()];
  await evaluate(a, 1, 0.4);
  const stop = await evaluate(b, 1, 0.2);
  expect(stop).toMatchObject({ rung: 0, value: 0.2, needed: 0.4 });
  // The trainer died after that: the next attempt evaluates the step again, by which time the others are worse.
  await pool.query("UPDATE sweep_rung SET value = 0.01 WHERE run_id = $1", [a.runId]);
  await releaseRun(pool, b);
  const again = await claimed();
  expect(again.runId).toBe(b.runId);
  expect(await readSweepStop(pool, { runId: b.runId, step: 9 })).toBeNull();
  expect(await readSweepStop(pool, { runId: b.runId, step: 10 })).toEqual(stop);
  expect(await evaluate(again, 1, 0.2)).toEqual(stop);
  expect(await db.prisma.sweepRung.count({ where: { sweepId } })).toBe(2);
  // The attempt before writes nothing any more, neither evaluation nor value.
  await expect(evaluate(b, 2, 0.9)).rejects.toThrow(LeaseLostError);
  expect(await db.prisma.sweepRung.count({ where: { sweepId } })).toBe(2);
  expect(await db.prisma.evaluation.count({ where: { runId: b.runId } })).toBe(1);
});

it("decides one after the other where runs reach a rung at the same moment: all but the first have something to compare with", async () => {
  const sweepId = await seedSweep(pool, project, { rungs: [1], reductionFactor: 4 });
  await seedRuns(12, sweepId);
  const runs: ClaimedRun[] = [];
  for (let index = 0; index < 12; index++) runs.push(await claimed());
  await Promise.all(runs.map((run, index) => evaluate(run, 1, (index + 1) / 100)));
  const rows = await db.prisma.sweepRung.findMany({ where: { sweepId } });
  expect(rows).toHaveLength(12);
  expect(rows.filter(({ needed }) => needed === null)).toHaveLength(1);
});

it("ends no run that has ended by itself, and compares with no value where there was nothing to find", async () => {
  const sweepId = await seedSweep(pool, project, { rungs: [1] });
  await seedRuns(3, sweepId);
  const [a, b, c] = [await claimed(), await claimed(), await claimed()];
  expect(await evaluate(a, 1, -1)).toBeNull();
  expect(await evaluate(b, 1, 0.3)).toBeNull();
  await recordProgress(pool, { ...c, step: 10, epoch: 1, totalSteps: 10, totalEpochs: 1 });
  expect(await evaluate(c, 1, 0.1)).toBeNull();
  const rows = await db.prisma.sweepRung.findMany({ where: { sweepId }, orderBy: { createdAt: "asc" } });
  expect(rows.map(({ value, needed, stops }) => [value, needed, stops])).toEqual([
    [null, null, false],
    [0.3, null, false],
    [0.1, 0.3, false],
  ]);
});
