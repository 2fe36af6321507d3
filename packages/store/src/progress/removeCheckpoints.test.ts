import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { BlobStore } from "../blobs/BlobStore.ts";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { type ClaimedRun, claimRun } from "../lease/claimRun.ts";
import { finishRun } from "../lease/finishRun.ts";
import { LeaseLostError } from "../lease/RunLease.ts";
import { appendPoints } from "../series/appendPoints.ts";
import { seedProject, seedRun } from "../testing/seedRun.ts";
import { deleteRun } from "./deleteRun.ts";
import { recordCheckpoint } from "./recordCheckpoint.ts";
import { recordEvaluation } from "./recordEvaluation.ts";
import { discardCheckpointsAfter, pruneCheckpoints } from "./removeCheckpoints.ts";

let testDatabase: TestDatabase;
let db: Database;
let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
  folder = await mkdtemp(join(tmpdir(), "maskyard-checkpoints-"));
  blobs = new BlobStore(folder);
});
afterAll(async () => {
  await db?.close();
  await testDatabase?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A claimed run with a checkpoint at each step; `bytes` makes files alike or not. */
async function runWithCheckpoints(
  steps: number[],
  bytes = (step: number, runId: string) => `${runId} ${step}`,
): Promise<ClaimedRun> {
  const project = await seedProject(db.pool);
  await seedRun(db.pool, project);
  const run = await claimRun(db.pool, { trainerId: project.trainerId, leaseSeconds: 60 });
  if (!run) throw new Error("expected a claimed run");
  for (const step of steps) {
    const blob = await blobs.put(Buffer.from(bytes(step, run.runId)), "application/octet-stream");
    const stateBlob = await blobs.put(Buffer.from(`state of ${bytes(step, run.runId)}`), "application/octet-stream");
    await recordCheckpoint(db.pool, { ...run, step, epoch: 1, blob, stateBlob, formatVersion: 2, metrics: {} });
  }
  return run;
}

const evaluate = (run: ClaimedRun, step: number, AP: number) =>
  recordEvaluation(db.pool, { ...run, step, epochsDone: 1, subset: "val", metrics: { segm: { AP } }, predictions: [] });

async function read(run: ClaimedRun) {
  const { bestValue, checkpoints, evaluations } = await db.prisma.run.findUniqueOrThrow({
    where: { id: run.runId },
    include: { checkpoints: { orderBy: { step: "asc" } }, evaluations: { orderBy: { step: "asc" } } },
  });
  const files = await Promise.all(
    checkpoints.flatMap(({ blobSha256, stateBlobSha256 }) => [blobs.has(blobSha256), blobs.has(stateBlobSha256 ?? "")]),
  );
  return {
    bestValue,
    best: checkpoints.find(({ best }) => best)?.step ?? null,
    steps: checkpoints.map(({ step }) => step),
    allFilesThere: files.every(Boolean),
    evaluations: evaluations.map(({ step }) => step),
  };
}

it("keeps the best checkpoint and the newest ones, and every evaluation", async () => {
  const run = await runWithCheckpoints([1, 2, 3, 4, 5]);
  const removed = await db.prisma.checkpoint.findFirstOrThrow({ where: { runId: run.runId, step: 1 } });
  for (const [step, AP] of [
    [1, 0.1],
    [2, 0.5],
    [3, 0.2],
  ] as const)
    await evaluate(run, step, AP);
  await pruneCheckpoints(db.pool, blobs, { ...run, keepNewest: 2 });
  expect(await read(run)).toEqual({
    bestValue: 0.5,
    best: 2,
    steps: [2, 4, 5],
    allFilesThere: true,
    evaluations: [1, 2, 3],
  });
  for (const sha256 of [removed.blobSha256, removed.stateBlobSha256 ?? ""]) {
    expect(await blobs.has(sha256)).toBe(false);
    expect(await db.prisma.blob.count({ where: { sha256 } })).toBe(0);
  }
});

it("leaves a file that something else points to", async () => {
  const other = await runWithCheckpoints([1], () => "shared");
  const run = await runWithCheckpoints([1, 2], (step) => (step === 1 ? "shared" : "own"));
  await pruneCheckpoints(db.pool, blobs, { ...run, keepNewest: 1 });
  expect(await read(run)).toMatchObject({ steps: [2], allFilesThere: true });
  expect(await read(other)).toMatchObject({ steps: [1], allFilesThere: true });
});

it("discards what comes after the step a run is continued from, the best value too", async () => {
  const run = await runWithCheckpoints([1, 2, 3]);
  for (const [step, AP] of [
    [1, 0.1],
    [2, 0.3],
    [3, 0.5],
  ] as const)
    await evaluate(run, step, AP);
  await discardCheckpointsAfter(db.pool, blobs, { ...run, step: 2 });
  expect(await read(run)).toEqual({
    bestValue: 0.3,
    best: 2,
    steps: [1, 2],
    allFilesThere: true,
    evaluations: [1, 2],
  });
  await discardCheckpointsAfter(db.pool, blobs, { ...run, step: 0 });
  expect(await read(run)).toMatchObject({ bestValue: null, best: null, steps: [], evaluations: [] });
});

it("removes nothing under an old token", async () => {
  const run = await runWithCheckpoints([1, 2, 3]);
  const old = { ...run, fencingToken: run.fencingToken - 1 };
  await expect(pruneCheckpoints(db.pool, blobs, { ...old, keepNewest: 1 })).rejects.toThrow(LeaseLostError);
  await expect(discardCheckpointsAfter(db.pool, blobs, { ...old, step: 1 })).rejects.toThrow(LeaseLostError);
  expect(await read(run)).toMatchObject({ steps: [1, 2, 3], allFilesThere: true });
});

it("keeps what was pinned by hand", async () => {
  const run = await runWithCheckpoints([1, 2, 3]);
  await db.prisma.checkpoint.updateMany({ where: { runId: run.runId, step: 1 }, data: { pinned: true } });
  await pruneCheckpoints(db.pool, blobs, { ...run, keepNewest: 1 });
  expect(await read(run)).toMatchObject({ steps: [1, 3], allFilesThere: true });
});

it("deletes an ended run with its points and files, and no file that another run has", async () => {
  const other = await runWithCheckpoints([1], () => "shared by two");
  const run = await runWithCheckpoints([1, 2], (step) => (step === 1 ? "shared by two" : "only its own"));
  const own = await db.prisma.checkpoint.findFirstOrThrow({ where: { runId: run.runId, step: 2 } });
  await appendPoints(db.pool, { ...run, points: [{ series: "loss", step: 1, value: 1 }] });
  expect(await deleteRun(db.pool, blobs, run)).toBe(false);
  await finishRun(db.pool, { ...run, status: "SUCCEEDED" });
  expect(await deleteRun(db.pool, blobs, run)).toBe(true);
  expect(await deleteRun(db.pool, blobs, run)).toBe(false);
  expect(await db.prisma.metricSeries.count({ where: { runId: run.runId } })).toBe(0);
  expect(await blobs.has(own.blobSha256)).toBe(false);
  expect(await read(other)).toMatchObject({ steps: [1], allFilesThere: true });
});
