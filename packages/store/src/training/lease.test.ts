import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../database/createDatabase.ts";
import { inTransaction } from "../database/inTransaction.ts";
import { heartbeatJob } from "../job/heartbeatJob.ts";
import { LeaseLostError } from "../job/JobLease.ts";
import { requeueExpiredJobs } from "../job/requeueExpiredJobs.ts";
import { JOB_STATUSES, type JobEvent, type JobFacts, type JobStatus, transition } from "../job/transition.ts";
import { appendLog } from "../log/appendLog.ts";
import { readLog } from "../log/readLog.ts";
import { recordCheckpoint } from "../progress/recordCheckpoint.ts";
import { recordEvaluation } from "../progress/recordEvaluation.ts";
import { recordProgress } from "../progress/recordProgress.ts";
import { appendPoints } from "../series/appendPoints.ts";
import { openTestStore, type TestStore } from "../testing/openTestStore.ts";
import { type SeededProject, seedRun } from "../testing/seedRun.ts";
import { aliveTrainers, recentTrainers } from "../trainer/aliveTrainers.ts";
import { describeWait } from "../trainer/describeWait.ts";
import { registerTrainer, stopTrainer } from "../trainer/trainerPresence.ts";
import { type ClaimedRun, claimRun, claimRunWithin } from "./claimRun.ts";
import { failAttempt } from "./failAttempt.ts";
import { finishRun } from "./finishRun.ts";
import type { RunLease } from "./RunLease.ts";
import { releaseRun } from "./releaseRun.ts";
import { requestCancel } from "./requestCancel.ts";
import { retryRun } from "./retryRun.ts";
import { JOB_KINDS } from "./trainJob.ts";

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
});

const claim = (leaseSeconds = 60) => claimRun(pool, { trainerId: project.trainerId, leaseSeconds });

async function claimed(leaseSeconds = 60): Promise<ClaimedRun> {
  const run = await claim(leaseSeconds);
  if (!run) throw new Error("expected a queued run");
  return run;
}

/** What a run and its job say together. */
async function readRun(id: string) {
  const { job, ...run } = await db.prisma.run.findUniqueOrThrow({ where: { id }, include: { job: true } });
  return { ...job, ...run };
}

/** Requeues what has expired, and says of which runs these were the jobs. */
async function requeueExpired(options: { readonly backoffSeconds?: number } = {}) {
  const expired = await requeueExpiredJobs(pool, JOB_KINDS, options);
  const runs = await db.prisma.run.findMany({ where: { jobId: { in: expired.map(({ jobId }) => jobId) } } });
  return expired.map(({ jobId, status }) => ({ runId: runs.find((run) => run.jobId === jobId)?.id, status }));
}

it("gives each run to one trainer, and lets none wait for another's claim", async () => {
  const runIds = [await seedRun(pool, project), await seedRun(pool, project)];
  const taken = await inTransaction(pool, async (undecided) => {
    const first = await claimRunWithin(undecided, { trainerId: project.trainerId, leaseSeconds: 60 });
    // The first claim is not committed, so its row is locked: the others must look past it, and find one run between them.
    const others = await Promise.all(Array.from({ length: 8 }, () => claim()));
    return [first, ...others].filter((run) => run !== null).map((run) => run.runId);
  });
  expect(taken.sort()).toEqual(runIds.sort());
});

it("hands over what training needs, newest checkpoint first", async () => {
  await seedRun(pool, project);
  const first = await claimed();
  expect(first).toMatchObject({
    attempt: 1,
    maxAttempts: 3,
    fencingToken: 1,
    recipe: "MININET",
    preset: "demo",
    configuration: {},
    manifestSha256: "0".repeat(64),
    checkpoints: [],
  });
  for (const step of [10, 20]) {
    const blob = { sha256: String(step).padStart(64, "a"), bytes: step, mediaType: "application/octet-stream" };
    await recordCheckpoint(pool, null, { ...first, step, epoch: 1, blob, formatVersion: 1, metrics: {} });
  }
  await releaseRun(pool, first);
  const second = await claimed();
  expect(second).toMatchObject({ attempt: 1, fencingToken: 2 });
  expect(second.checkpoints.map(({ step }) => step)).toEqual([20, 10]);
});

it("takes the highest priority first, then the oldest", async () => {
  const [older, newer, urgent] = [
    await seedRun(pool, project),
    await seedRun(pool, project),
    await seedRun(pool, project, { priority: 5 }),
  ];
  const order = [await claimed(), await claimed(), await claimed()].map((run) => run.runId);
  expect(order).toEqual([urgent, older, newer]);
});

it("gives a run to a trainer that has its labels and its memory free, whatever the others wait for", async () => {
  const trainer = (labels: string[], memoryMib: number) =>
    registerTrainer(pool, { name: "t", host: "h", device: "gpu", engineVersion: "1", version: "1", labels, memoryMib });
  const small = await trainer(["cpu"], 8_000);
  const large = await trainer(["gpu", "a100"], 24_000);
  const claimAs = async ({ trainerId }: { trainerId: string }) =>
    (await claimRun(pool, { trainerId, leaseSeconds: 60 }))?.runId ?? null;
  const onGpu = await seedRun(pool, project, { requiredLabels: ["gpu"], requiredMemoryMib: 16_000, priority: 9 });
  const alsoOnGpu = await seedRun(pool, project, { requiredLabels: ["a100", "gpu"], requiredMemoryMib: 16_000 });
  const nowhere = await seedRun(pool, project, { requiredLabels: ["tpu"] });
  const anywhere = await seedRun(pool, project, { requiredMemoryMib: 4_000 });
  expect(await describeWait(pool, { runId: nowhere })).toBe("No running trainer has the label tpu.");
  expect(await claimAs(small)).toBe(anywhere);
  expect(await claimAs(small)).toBeNull();
  expect(await claimAs(large)).toBe(onGpu);
  // 8,000 of its 24,000 MiB are free: the second run of 16,000 waits, although its labels fit.
  expect(await claimAs(large)).toBeNull();
  expect(await describeWait(pool, { runId: alsoOnGpu })).toBe("Waits for a free trainer.");
  await finishRun(pool, { ...(await leaseOf(onGpu)), status: "SUCCEEDED" });
  expect(await claimAs(large)).toBe(alsoOnGpu);
  expect(await describeWait(pool, { runId: alsoOnGpu })).toBeNull();
  for (const { trainerId } of [small, large]) await stopTrainer(pool, trainerId);
});

it("leaves a run whose configuration is of a newer version in the queue for a trainer that knows it, and says so", async () => {
  const trainer = (configurationVersion: number) =>
    registerTrainer(pool, {
      name: "t",
      host: "h",
      device: "cpu",
      engineVersion: "1",
      version: "1",
      configurationVersion,
    });
  const old = await trainer(2);
  const newer = await seedRun(pool, project, { configurationVersion: 3, priority: 9 });
  const known = await seedRun(pool, project, { configurationVersion: 2 });
  const claimAs = async ({ trainerId }: { trainerId: string }) =>
    (await claimRun(pool, { trainerId, leaseSeconds: 60 }))?.runId ?? null;
  expect(await describeWait(pool, { runId: newer })).toBe(
    "This run's configuration is version 3, the running trainers know up to 2: update a trainer.",
  );
  expect(await describeWait(pool, { runId: known })).toBe("Waits for a free trainer; 1 run is before it.");
  expect(await claimAs(old)).toBe(known);
  expect(await claimAs(old)).toBeNull();
  expect(await readRun(newer)).toMatchObject({ status: "QUEUED", attempt: 0, failureReason: null });
  const updated = await trainer(3);
  expect(await describeWait(pool, { runId: newer })).toBe("Waits for a free trainer.");
  expect(await claimAs(updated)).toBe(newer);
  for (const { trainerId } of [old, updated]) await stopTrainer(pool, trainerId);
});

it("tells trainers that live from those that stopped or fell silent by the database's clock", async () => {
  const trainer = () =>
    registerTrainer(pool, { name: "t", host: "h", device: "cpu", engineVersion: "1", version: "1" });
  const [lives, silent, stopped] = [await trainer(), await trainer(), await trainer()];
  await pool.query("UPDATE trainer SET last_seen_at = clock_timestamp() - interval '31 seconds' WHERE id = $1", [
    silent.trainerId,
  ]);
  await stopTrainer(pool, stopped.trainerId);
  const ids = [lives, silent, stopped].map(({ trainerId }) => trainerId);
  const realNow = Date.now;
  Date.now = () => realNow() + 3_600_000; // the clock of this process is wrong by an hour
  try {
    expect([...(await aliveTrainers(pool, ids))]).toEqual([lives.trainerId]);
    expect(await recentTrainers(pool)).toEqual(expect.arrayContaining(ids));
  } finally {
    Date.now = realNow;
  }
  await stopTrainer(pool, lives.trainerId);
});

it("claims nothing of a project whose queue is paused", async () => {
  const runId = await seedRun(pool, project);
  await pool.query("UPDATE project SET queue_paused_at = now() WHERE id = $1", [project.projectId]);
  expect(await claim()).toBeNull();
  expect(await describeWait(pool, { runId })).toBe("The project's queue is paused.");
  await pool.query("UPDATE project SET queue_paused_at = NULL WHERE id = $1", [project.projectId]);
  expect((await claimed()).runId).toBe(runId);
});

it("counts attempts anew when a run gets further than ever, and not when it repeats itself", async () => {
  const runId = await seedRun(pool, project, { maxAttempts: 2 });
  const save = async (run: RunLease, step: number) => {
    const blob = { sha256: String(step).padStart(64, "d"), bytes: step, mediaType: "application/octet-stream" };
    await recordCheckpoint(pool, null, { ...run, step, epoch: 1, blob, formatVersion: 1, metrics: {} });
  };
  for (const step of [10, 20, 30]) {
    await claimed(0);
    await requeueExpired({ backoffSeconds: 0 });
    const second = await claimed(0);
    expect(second.attempt).toBe(2);
    await save(second, step);
    expect(await readRun(runId)).toMatchObject({ attempt: 1, furthestStep: step });
    await requeueExpired({ backoffSeconds: 0 });
    await pool.query("UPDATE job SET attempt = 0 WHERE id = $1", [(await leaseOf(runId)).jobId]);
  }
  await claimed(0);
  await requeueExpired({ backoffSeconds: 0 });
  await save(await claimed(0), 30);
  expect(await requeueExpired({ backoffSeconds: 0 })).toEqual([{ runId, status: "FAILED" }]);
});

it("puts a failed run back with all its attempts, and nothing that trains or has succeeded", async () => {
  const runId = await seedRun(pool, project);
  expect(await retryRun(pool, { runId })).toBe(false);
  const run = await claimed();
  expect(await retryRun(pool, { runId })).toBe(false);
  await requestCancel(pool, run);
  await finishRun(pool, { ...run, status: "FAILED", failureReason: "why" });
  expect(await retryRun(pool, { runId })).toBe(true);
  expect(await readRun(runId)).toMatchObject({
    status: "QUEUED",
    attempt: 0,
    failureReason: null,
    finishedAt: null,
    cancelRequestedAt: null,
  });
  const again = await claimed();
  expect(again).toMatchObject({ runId, fencingToken: 2, attempt: 1 });
  await finishRun(pool, { ...again, status: "SUCCEEDED" });
  expect(await retryRun(pool, { runId })).toBe(false);
});

it("changes nothing under a token that a later claim has outdated", async () => {
  const runId = await seedRun(pool, project);
  const stale: RunLease = await claimed(0);
  await requeueExpired({ backoffSeconds: 0 });
  const current = await claimed();
  expect(current.fencingToken).toBe(stale.fencingToken + 1);
  const before = await readRun(runId);
  const blob = { sha256: "b".repeat(64), bytes: 1, mediaType: "application/octet-stream" };
  const lease = { runId, jobId: stale.jobId, fencingToken: stale.fencingToken };
  const writes: Record<string, () => Promise<unknown>> = {
    appendPoints: () => appendPoints(pool, { ...lease, points: [{ series: "loss", step: 1, value: 1 }] }),
    appendLog: () => appendLog(pool, { ...lease, lines: [{ level: "info", text: "late" }] }),
    recordProgress: () => recordProgress(pool, { ...lease, step: 99 }),
    recordCheckpoint: () =>
      recordCheckpoint(pool, null, { ...lease, step: 1, epoch: 1, blob, formatVersion: 1, metrics: {} }),
    recordEvaluation: () =>
      recordEvaluation(pool, { ...lease, step: 1, epochsDone: 1, subset: "val", metrics: {}, predictions: [] }),
    finishRun: () => finishRun(pool, { ...lease, status: "SUCCEEDED" }),
    releaseRun: () => releaseRun(pool, lease),
    failAttempt: () => failAttempt(pool, { ...lease, reason: "late" }),
  };
  for (const [name, write] of Object.entries(writes)) await expect(write(), name).rejects.toThrow(LeaseLostError);
  expect(await heartbeatJob(pool, { ...lease, leaseSeconds: 600 })).toEqual({ held: false, cancelRequested: false });
  expect(await readRun(runId)).toEqual(before);
  for (const table of ["metric_series", "log_chunk", "checkpoint", "evaluation"]) {
    expect((await pool.query(`SELECT 1 FROM ${table} WHERE run_id = $1`, [runId])).rowCount, table).toBe(0);
  }
});

it("puts a run back when its lease ends, and fails it with the reason when its attempts are spent", async () => {
  const runId = await seedRun(pool, project, { maxAttempts: 2 });
  await recordProgress(pool, { ...(await claimed(0)), step: 7 });
  expect(await requeueExpired({ backoffSeconds: 0 })).toEqual([{ runId, status: "QUEUED" }]);
  expect(await readRun(runId)).toMatchObject({ status: "QUEUED", trainerId: null, leaseExpiresAt: null });
  await claimed(0);
  expect(await requeueExpired({ backoffSeconds: 0 })).toEqual([{ runId, status: "FAILED" }]);
  const failed = await readRun(runId);
  expect(failed.failureReason).toBe(
    "The trainer stopped responding 2 times in a row; the last attempt reached step 7.",
  );
  expect(failed.finishedAt).not.toBeNull();
  expect(await claim()).toBeNull();
});

it("notes where the training went on, once under each token", async () => {
  const runId = await seedRun(pool, project, { maxAttempts: 9 });
  await recordProgress(pool, { ...(await claimed(0)), step: 0, stepsPerEpoch: 12 });
  await requeueExpired({ backoffSeconds: 0 });
  const second = await claimed(0);
  for (let repeat = 0; repeat < 2; repeat++) await recordProgress(pool, { ...second, step: 30, resumedFromStep: 30 });
  await requeueExpired({ backoffSeconds: 0 });
  const third = await claimed();
  await recordProgress(pool, { ...third, step: 30, resumedFromStep: 30 });
  const run = await readRun(runId);
  expect(run.stepsPerEpoch).toBe(12);
  expect(run.resumes).toEqual([
    { step: 30, at: expect.any(String), fencingToken: second.fencingToken },
    { step: 30, at: expect.any(String), fencingToken: third.fencingToken },
  ]);
  await finishRun(pool, { ...third, status: "SUCCEEDED" });
});

it("waits before a run whose trainer was lost is tried again", async () => {
  const runId = await seedRun(pool, project);
  await claimed(0);
  await requeueExpired({ backoffSeconds: 30 });
  expect(await claim()).toBeNull();
  const { rows } = await pool.query(
    "SELECT not_before - clock_timestamp() < interval '31 s' AS soon FROM job WHERE id = $1",
    [(await leaseOf(runId)).jobId],
  );
  expect(rows[0].soon).toBe(true);
});

it("leaves a run alone whose lease a heartbeat has moved on", async () => {
  await seedRun(pool, project);
  const run = await claimed(0);
  expect(await heartbeatJob(pool, { ...run, leaseSeconds: 60 })).toEqual({ held: true, cancelRequested: false });
  expect(await requeueExpired()).toEqual([]);
});

it("cancels a queued run at once and tells the trainer of a running one", async () => {
  const queued = await seedRun(pool, project);
  expect(await requestCancel(pool, { runId: queued })).toEqual({ status: "CANCELLED", cancelRequested: true });
  expect(await claim()).toBeNull();
  await seedRun(pool, project);
  const run = await claimed();
  expect(await requestCancel(pool, run)).toEqual({ status: "RUNNING", cancelRequested: true });
  expect(await heartbeatJob(pool, { ...run, leaseSeconds: 60 })).toEqual({ held: true, cancelRequested: true });
  await finishRun(pool, { ...run, status: "CANCELLED" });
  expect(await requestCancel(pool, run)).toEqual({ status: "CANCELLED", cancelRequested: true });
  expect(await requestCancel(pool, { runId: "00000000-0000-7000-8000-000000000000" })).toBeNull();
});

it("says in SQL what the transition table says, for every status and event", async () => {
  const facts: JobFacts[] = [
    { attempt: 1, maxAttempts: 3, cancelRequested: false },
    { attempt: 3, maxAttempts: 3, cancelRequested: false },
    { attempt: 2, maxAttempts: 3, cancelRequested: true },
  ];
  const lost = (error: unknown) => {
    if (!(error instanceof LeaseLostError)) throw error;
  };
  const statements: Record<JobEvent, (lease: RunLease) => Promise<unknown>> = {
    claim: () => claim(),
    release: (lease) => releaseRun(pool, lease).catch(lost),
    expire: () => requeueExpired({ backoffSeconds: 0 }),
    crash: (lease) => failAttempt(pool, { ...lease, reason: "why" }).catch(lost),
    requestCancel: (lease) => requestCancel(pool, lease),
    succeed: (lease) => finishRun(pool, { ...lease, status: "SUCCEEDED" }).catch(lost),
    fail: (lease) => finishRun(pool, { ...lease, status: "FAILED", failureReason: "why" }).catch(lost),
    confirmCancel: (lease) => finishRun(pool, { ...lease, status: "CANCELLED" }).catch(lost),
    retry: (lease) => retryRun(pool, lease),
  };
  for (const status of JOB_STATUSES) {
    for (const fact of facts) {
      // A queued run that someone asked to cancel is a cancelled one: there is no such row.
      if (status === "QUEUED" && fact.cancelRequested) continue;
      for (const [event, run] of Object.entries(statements) as [JobEvent, (lease: RunLease) => Promise<unknown>][]) {
        await pool.query("DELETE FROM run");
        const runId = await seedRun(pool, project, { maxAttempts: fact.maxAttempts });
        await setState(runId, status, fact);
        await run(await leaseOf(runId));
        const expected = transition(status, event, fact) ?? status;
        expect((await readRun(runId)).status, `${status} ${event} ${JSON.stringify(fact)}`).toBe(expected);
      }
    }
  }
});

/** The lease under the token that the run's job has now. */
async function leaseOf(runId: string): Promise<RunLease> {
  const { job } = await db.prisma.run.findUniqueOrThrow({ where: { id: runId }, select: { job: true } });
  if (!job) throw new Error("expected a run with a job");
  return { runId, jobId: job.id, fencingToken: Number(job.fencingToken) };
}

async function setState(runId: string, status: JobStatus, facts: JobFacts): Promise<void> {
  await pool.query(
    `WITH moved AS (UPDATE run SET status = $2::text::run_status WHERE id = $1 RETURNING job_id)
     UPDATE job SET status = $2::text::job_status, attempt = $3, fencing_token = 5,
       cancel_requested_at = CASE WHEN $4 THEN now() END, lease_expires_at = now() - interval '1 s' FROM moved WHERE id = job_id`,
    [runId, status, facts.attempt, facts.cancelRequested],
  );
}

it("raises the best value and marks the best checkpoint by validation mask AP", async () => {
  const runId = await seedRun(pool, project);
  const run = await claimed();
  const blob = { sha256: "c".repeat(64), bytes: 1, mediaType: "application/octet-stream" };
  const evaluate = (step: number, AP: number) =>
    recordEvaluation(pool, { ...run, step, epochsDone: 1, subset: "val", metrics: { segm: { AP } }, predictions: [] });
  const save = (step: number) =>
    recordCheckpoint(pool, null, { ...run, step, epoch: 1, blob, formatVersion: 1, metrics: {} });
  await save(10);
  await evaluate(10, 0.3);
  await save(20);
  await evaluate(20, 0.5);
  await save(30);
  await evaluate(30, 0.4);
  await evaluate(30, 0.45); // the same step again replaces
  expect(await readRun(runId)).toMatchObject({ bestValue: 0.5 });
  const checkpoints = await db.prisma.checkpoint.findMany({ where: { runId }, orderBy: { step: "asc" } });
  expect(checkpoints.map(({ step, best }) => [step, best])).toEqual([
    [10, false],
    [20, true],
    [30, false],
  ]);
  const evaluations = await db.prisma.evaluation.findMany({ where: { runId }, orderBy: { step: "asc" } });
  expect(evaluations.map(({ step, checkpointId }) => [step, checkpointId])).toEqual(
    checkpoints.map(({ step, id }) => [step, id]),
  );
});

it("numbers log lines through and reads them from any line", async () => {
  await seedRun(pool, project);
  const run = await claimed();
  const append = (...texts: string[]) =>
    appendLog(pool, { ...run, lines: texts.map((text) => ({ level: "info" as const, text })) });
  expect(await append("a", "b", "c")).toEqual({ firstLine: 0 });
  expect(await append("d\u0000", "e")).toEqual({ firstLine: 3 });
  const texts = async (query: { afterLine?: number; last?: number }) => {
    const { lines, total } = await readLog(pool, { runId: run.runId, ...query });
    expect(total).toBe(5);
    return lines.map(({ index, text }) => `${index}${text}`);
  };
  expect(await texts({})).toEqual(["0a", "1b", "2c", "3d\uFFFD", "4e"]);
  expect(await texts({ afterLine: 1 })).toEqual(["2c", "3d\uFFFD", "4e"]);
  expect(await texts({ last: 1 })).toEqual(["4e"]);
  expect(await texts({ afterLine: 4 })).toEqual([]);
  await append("Warning: 100% full", "warning again");
  const found = async (search: string, last?: number) =>
    (await readLog(pool, { runId: run.runId, search, ...(last === undefined ? {} : { last }) })).lines.map(
      ({ index }) => index,
    );
  expect(await found("WARNING")).toEqual([5, 6]);
  expect(await found("warning", 1)).toEqual([6]);
  expect(await found("100%")).toEqual([5]);
  expect(await found("0%f")).toEqual([]);
  expect(await found("a")).toEqual([0, 5, 6]);
});
