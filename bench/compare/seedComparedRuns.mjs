import { appendPoints, newId } from "../../packages/store/dist/index.js";

const BATCH_STEPS = 20_000;
const STEP_MS = 180;

/** Small and repeatable (mulberry32). @param {number} seed */
export function randomSource(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Runs of a trainer as a sweep leaves them: in groups that differ by a setting, some seeds each, with noisy losses that have times, evaluations,
 * settings and provenance. Their points are written through the store, as a trainer writes them.
 *
 * @param {import("@maskyard/store").Database} db
 * @param {{ projectId: string, datasetId: string, snapshotIds: readonly string[], trainerId: string, runs: number, points: number }} options
 * @returns {Promise<string[]>} the runs' ids
 */
export async function seedComparedRuns(db, { projectId, datasetId, snapshotIds, trainerId, runs, points }) {
  const random = randomSource(7);
  const ids = [];
  for (let index = 0; index < runs; index++) {
    const learningRate = [0.003, 0.01, 0.02, 0.05][index % 4] ?? 0.01;
    const batchSize = [2, 4, 8][index % 3] ?? 2;
    const startedMs = Date.now() - (runs - index) * 3_600_000 - points * STEP_MS;
    const runId = newId();
    await db.pool.query(
      `WITH numbered AS (UPDATE project SET next_run_number = next_run_number + 1 WHERE id = $2 RETURNING next_run_number - 1 AS number), job AS (
         INSERT INTO job (id, project_id, kind, status, fencing_token, trainer_id, lease_expires_at)
         VALUES ($1, $2, 'TRAIN', 'RUNNING', 1, $10, now() + interval '1 hour')
       ), traced AS (INSERT INTO run_provenance (run_id, facts) VALUES ($1, $14))
       INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, run_group, tags, status,
         step, furthest_step, total_steps, epoch, total_epochs, steps_per_epoch, started_at, resumes)
       SELECT $1, $1, $2, $3, $4, number, $5, 'MININET', 'demo', $6, $7, $8, $9, 'RUNNING',
         $11, $11, $11, 10, 10, $12, to_timestamp($13::float8 / 1000), $15 FROM numbered`,
      [
        runId,
        projectId,
        datasetId,
        snapshotIds[index % snapshotIds.length],
        `lr ${learningRate}, batch ${batchSize}, seed ${index}`,
        {
          epochs: 10,
          learningRate,
          batchSize,
          optimizer: index % 5 === 0 ? "adamw" : "sgd",
          weightDecay: 0.0001,
          momentum: 0.9,
        },
        index,
        `lr ${learningRate}`,
        index % 2 === 0 ? ["sweep", "even"] : ["sweep"],
        trainerId,
        points,
        Math.ceil(points / 10),
        startedMs,
        {
          commit: index % 7 === 0 ? "9f2c1ab" : "41d0e77",
          engine: "TensorFlow 2.21",
          device: index % 6 === 0 ? "GPU" : "CPU",
          node: "v22.12.0",
          lockHash: index % 7 === 0 ? "sha256-77aa" : "sha256-12fe",
        },
        index % 4 === 1
          ? JSON.stringify([
              { step: Math.floor(points * 0.4), at: new Date(startedMs + points * 0.4 * STEP_MS), fencingToken: 1 },
            ])
          : "[]",
      ],
    );
    const lease = { runId, jobId: runId, fencingToken: 1 };
    const floor = 0.2 + Math.abs(Math.log10(learningRate / 0.015)) * 0.35 + random() * 0.1;
    const loss = (/** @type {number} */ step) =>
      Math.fround(
        floor + 2.5 * Math.exp((-6 * step) / points) + (random() - 0.5) * 0.35 + (random() < 30 / points ? 3 : 0),
      );
    for (let from = 0; from < points; from += BATCH_STEPS) {
      const batch = [];
      for (let step = from + 1; step <= Math.min(points, from + BATCH_STEPS); step++) {
        const atMs = Math.round(startedMs + step * STEP_MS);
        batch.push({ series: "loss", step, value: loss(step), atMs });
        batch.push({ series: "loss/mask", step, value: Math.fround(loss(step) * 0.6), atMs });
        batch.push({ series: "lr", step, value: Math.fround(learningRate * (1 - step / points)), atMs });
      }
      await appendPoints(db.pool, { ...lease, points: batch });
    }
    const best = 0.62 - floor * 0.5 + random() * 0.03;
    const evaluations = Array.from({ length: 10 }, (_, epoch) => {
      const step = Math.round(((epoch + 1) * points) / 10);
      const value = best * (1 - Math.exp(-(epoch + 1) / 3)) + random() * 0.01;
      const atMs = Math.round(startedMs + step * STEP_MS);
      return [
        { series: "val/segm/AP", step, value, atMs },
        { series: "val/segm/AP50", step, value: Math.min(0.95, value * 1.5), atMs },
        { series: "val/bbox/AP", step, value: value * 1.06, atMs },
      ];
    });
    await appendPoints(db.pool, { ...lease, points: evaluations.flat() });
    await db.pool.query(
      `WITH job AS (UPDATE job SET status = 'SUCCEEDED', lease_expires_at = NULL WHERE id = $1)
       UPDATE run SET status = 'SUCCEEDED', best_value = $2, finished_at = to_timestamp($3::float8 / 1000) WHERE id = $1`,
      [runId, Math.max(...evaluations.map(([ap]) => ap?.value ?? 0)), startedMs + points * STEP_MS],
    );
    ids.push(runId);
  }
  return ids;
}

/**
 * A project's dataset with snapshots that differ in name alone, and a trainer.
 * @param {import("@maskyard/store").Database} db @param {string} projectId
 */
export async function seedSurroundings(db, projectId) {
  const [datasetId, trainerId] = [newId(), newId()];
  const snapshotIds = [newId(), newId()];
  const manifestSha256 = "0".repeat(64);
  await db.pool.query("INSERT INTO dataset (id, project_id, name, updated_at) VALUES ($1, $2, 'Streets', now())", [
    datasetId,
    projectId,
  ]);
  await db.pool.query(
    "INSERT INTO blob (sha256, bytes, media_type) VALUES ($1, 0, 'application/gzip') ON CONFLICT DO NOTHING",
    [manifestSha256],
  );
  for (const [index, id] of snapshotIds.entries()) {
    await db.pool.query(
      "INSERT INTO snapshot (id, dataset_id, hash, manifest_sha256, image_count, annotation_count) VALUES ($1, $2, $3, $4, $5, $6)",
      [id, datasetId, `${index}${"a1b2c3d4e5f6".repeat(5)}`, manifestSha256, 400 + index * 20, 9_000 + index * 300],
    );
  }
  await db.pool.query(
    "INSERT INTO trainer (id, name, host, device, engine_version, version) VALUES ($1, 'bench', 'bench', 'CPU', '2.21', '0')",
    [trainerId],
  );
  return { datasetId, snapshotIds, trainerId };
}
