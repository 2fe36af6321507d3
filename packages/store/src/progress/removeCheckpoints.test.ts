import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { BlobStore } from "../blobs/BlobStore.ts";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { newId } from "../database/newId.ts";
import { LeaseLostError } from "../job/JobLease.ts";
import type { CheckpointRetention } from "../runConfiguration/checkpointRetention.ts";
import { appendPoints } from "../series/appendPoints.ts";
import { seedProject, seedRun } from "../testing/seedRun.ts";
import { type ClaimedRun, claimRun } from "../training/claimRun.ts";
import { finishRun } from "../training/finishRun.ts";
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

interface RunSettings {
  /** Makes files alike or not. */
  readonly bytes?: (step: number, runId: string) => string;
  readonly retention?: Partial<CheckpointRetention>;
  readonly metrics?: (step: number) => object;
}

/** A claimed run with a checkpoint at each step. */
async function runWithCheckpoints(
  steps: number[],
  { bytes = (step, runId) => `${runId} ${step}`, retention = {}, metrics = () => ({}) }: RunSettings = {},
): Promise<ClaimedRun> {
  const project = await seedProject(db.pool);
  const runId = await seedRun(db.pool, project);
  await db.prisma.run.update({ where: { id: runId }, data: { configuration: retention } });
  const run = await claimRun(db.pool, { trainerId: project.trainerId, leaseSeconds: 60 });
  if (!run) throw new Error("expected a claimed run");
  for (const step of steps) {
    const blob = await blobs.put(Buffer.from(bytes(step, run.runId)), "application/octet-stream");
    const stateBlob = await blobs.put(Buffer.from(`state of ${bytes(step, run.runId)}`), "application/octet-stream");
    await recordCheckpoint(db.pool, blobs, {
      ...run,
      step,
      epoch: 1,
      blob,
      stateBlob,
      formatVersion: 2,
      metrics: metrics(step),
    });
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

it("keeps the best checkpoint and the two newest where nothing else is set, and every evaluation", async () => {
  const run = await runWithCheckpoints([1, 2, 3, 4, 5]);
  const removed = await db.prisma.checkpoint.findFirstOrThrow({ where: { runId: run.runId, step: 1 } });
  for (const [step, AP] of [
    [1, 0.1],
    [2, 0.5],
    [3, 0.2],
  ] as const)
    await evaluate(run, step, AP);
  await pruneCheckpoints(db.pool, blobs, run);
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
  const other = await runWithCheckpoints([1], { bytes: () => "shared" });
  const run = await runWithCheckpoints([1, 2], {
    bytes: (step) => (step === 1 ? "shared" : "own"),
    retention: { keepLastCheckpoints: 1 },
  });
  await pruneCheckpoints(db.pool, blobs, run);
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
  await expect(pruneCheckpoints(db.pool, blobs, old)).rejects.toThrow(LeaseLostError);
  await expect(discardCheckpointsAfter(db.pool, blobs, { ...old, step: 1 })).rejects.toThrow(LeaseLostError);
  expect(await read(run)).toMatchObject({ steps: [1, 2, 3], allFilesThere: true });
});

const checkpointAt = (run: ClaimedRun, step: number) =>
  db.prisma.checkpoint.findUniqueOrThrow({ where: { runId_step: { runId: run.runId, step } } });

/** Names the checkpoint as version 1 of a model of its own. */
async function register(client: Pool | PoolClient, run: ClaimedRun, step: number): Promise<void> {
  const checkpoint = await checkpointAt(run, step);
  const modelId = newId();
  await client.query("INSERT INTO registered_model (id, project_id, name) VALUES ($1, $2, $3)", [
    modelId,
    run.projectId,
    modelId,
  ]);
  await client.query(
    `INSERT INTO model_version (id, model_id, number, run_id, checkpoint_id, blob_sha256, content_sha256, bytes)
     VALUES ($1, $2, 1, $3, $4, $5, $5, $6)`,
    [newId(), modelId, run.runId, checkpoint.id, checkpoint.blobSha256, checkpoint.bytes],
  );
}

/** A queued run that starts from the checkpoint, and which nothing here claims. */
async function startFrom(client: Pool | PoolClient, run: ClaimedRun, step: number): Promise<string> {
  const runId = newId();
  await client.query(
    `WITH job AS (
       INSERT INTO job (id, project_id, kind, not_before) SELECT gen_random_uuid(), project_id, 'TRAIN', 'infinity' FROM run WHERE id = $2
       RETURNING id
     )
     INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, initial_checkpoint_id)
     SELECT $1, job.id, project_id, dataset_id, snapshot_id, number + 1, 'next', recipe, preset, '{}', 1, $3 FROM run CROSS JOIN job WHERE run.id = $2`,
    [runId, run.runId, (await checkpointAt(run, step)).id],
  );
  return runId;
}

const steps = [1, 2, 3, 4, 5, 6, 7, 8];
const lossAt = (step: number) => ({ loss: [9, 3, 5, 1, 2, 8, 7, 6][step - 1] });

it.each<[string, Partial<CheckpointRetention>, { best: number | null; steps: number[] }]>([
  ["the last", { keepLastCheckpoints: 3, keepBestCheckpoints: 0 }, { best: null, steps: [6, 7, 8] }],
  [
    "the best by the least value",
    { keepLastCheckpoints: 1, keepBestCheckpoints: 3, checkpointMetric: "loss", checkpointGoal: "min" },
    { best: 4, steps: [2, 4, 5, 8] },
  ],
  [
    "the best by the greatest value",
    { keepLastCheckpoints: 1, keepBestCheckpoints: 2, checkpointMetric: "loss" },
    { best: 1, steps: [1, 6, 8] },
  ],
  [
    "none of the best, the mark then being with the best of those left",
    { keepLastCheckpoints: 2, keepBestCheckpoints: 0, checkpointMetric: "loss", checkpointGoal: "min" },
    { best: 8, steps: [7, 8] },
  ],
  [
    "every so many steps",
    { keepLastCheckpoints: 1, keepBestCheckpoints: 0, keepCheckpointsEverySteps: 3 },
    { best: null, steps: [3, 6, 8] },
  ],
])("keeps %s, as it is set", async (_what, retention, kept) => {
  const run = await runWithCheckpoints(steps, { retention, metrics: lossAt });
  await pruneCheckpoints(db.pool, blobs, run);
  expect(await read(run)).toMatchObject({ ...kept, allFilesThere: true });
});

it("chooses the best by the figure that is set, of equal ones the earlier, and by none that there was nothing to find of", async () => {
  const retention = { keepLastCheckpoints: 1, checkpointMetric: "val/bbox/AP50" } as const;
  const run = await runWithCheckpoints([1, 2, 3, 4], { retention });
  for (const [step, AP50] of [
    [1, -1],
    [2, 0.4],
    [3, 0.4],
    [4, 0.1],
  ] as const) {
    const metrics = { segm: { AP: step / 10 }, bbox: { AP50 } };
    await recordEvaluation(db.pool, { ...run, step, subset: "val", epochsDone: 1, metrics, predictions: [] });
    expect((await read(run)).best).toBe(step === 1 ? null : 2);
  }
  await pruneCheckpoints(db.pool, blobs, run);
  // The best value stays the mask AP, which runs are compared by.
  expect(await read(run)).toMatchObject({ best: 2, steps: [2, 4], bestValue: 0.4 });
});

it("keeps what is pinned by hand, named by a registered model or started from by a run", async () => {
  const run = await runWithCheckpoints([1, 2, 3, 4, 5], { retention: { keepLastCheckpoints: 1 } });
  await db.prisma.checkpoint.updateMany({ where: { runId: run.runId, step: 1 }, data: { pinned: true } });
  await register(db.pool, run, 2);
  await startFrom(db.pool, run, 3);
  await pruneCheckpoints(db.pool, blobs, run);
  expect(await read(run)).toMatchObject({ steps: [1, 2, 3, 5], allFilesThere: true });
  // Also when the run goes on from before them because their files were found damaged.
  await discardCheckpointsAfter(db.pool, blobs, { ...run, step: 0 });
  expect(await read(run)).toMatchObject({ steps: [1, 2, 3], allFilesThere: true });
});

it.each([
  ["a registration", register],
  ["a launch", startFrom],
])("keeps a checkpoint that %s names at the same moment", async (_what, use) => {
  const run = await runWithCheckpoints([1, 2, 3], { retention: { keepLastCheckpoints: 1 } });
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    await use(client, run, 1);
    const pruned = pruneCheckpoints(db.pool, blobs, run);
    // The pruning has reached the row that the other transaction holds.
    await expect
      .poll(async () => {
        const { rows } = await db.pool.query(
          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        );
        return rows.length;
      })
      .toBe(1);
    await client.query("COMMIT");
    await pruned;
  } finally {
    client.release();
  }
  expect(await read(run)).toMatchObject({ steps: [1, 3], allFilesThere: true });
});

it("deletes no run that a registered model's version comes from", async () => {
  const run = await runWithCheckpoints([1]);
  await register(db.pool, run, 1);
  await finishRun(db.pool, { ...run, status: "SUCCEEDED" });
  expect(await deleteRun(db.pool, blobs, run)).toBe("registered");
  expect(await read(run)).toMatchObject({ steps: [1], allFilesThere: true });
});

it("deletes an ended run with its points and files, and no file that another run has", async () => {
  const other = await runWithCheckpoints([1], { bytes: () => "shared by two" });
  const run = await runWithCheckpoints([1, 2], {
    bytes: (step) => (step === 1 ? "shared by two" : "only its own"),
  });
  const own = await db.prisma.checkpoint.findFirstOrThrow({ where: { runId: run.runId, step: 2 } });
  await appendPoints(db.pool, { ...run, points: [{ series: "loss", step: 1, value: 1 }] });
  expect(await deleteRun(db.pool, blobs, run)).toBe("busy");
  await finishRun(db.pool, { ...run, status: "SUCCEEDED" });
  expect(await deleteRun(db.pool, blobs, run)).toBe("deleted");
  expect(await deleteRun(db.pool, blobs, run)).toBe("busy");
  expect(await db.prisma.metricSeries.count({ where: { runId: run.runId } })).toBe(0);
  expect(await blobs.has(own.blobSha256)).toBe(false);
  expect(await read(other)).toMatchObject({ steps: [1], allFilesThere: true });
});
