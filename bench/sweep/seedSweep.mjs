import { appendPoints, newId } from "../../packages/store/dist/index.js";
import { randomSource } from "../compare/seedComparedRuns.mjs";

const POINTS = 12;
const INSERT_RUN_SQL = `
WITH job AS (
  INSERT INTO job (id, project_id, kind, status, fencing_token, trainer_id, lease_expires_at, sweep_id)
  VALUES ($1, $2, 'TRAIN', 'RUNNING', 1, $10, now() + interval '1 hour', $12)
)
INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, run_group, status,
  step, furthest_step, total_steps, epoch, total_epochs, started_at, sweep_id, sweep_point)
VALUES ($1, $1, $2, $3, $4, $5, $6, 'MININET', 'demo', $7, $8, $9, 'RUNNING', $11, $11, $11, 12, 12, now(), $12, $13)`;

/** As many settings as a run has: what of it travels to a page is a part of the measurement. */
const COMMON = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`setting${index}`, index / 8]));

/**
 * A sweep that has ended: random points over three settings, each with its seeds, its runs with evaluations and losses in `metrics` series.
 *
 * @param {import("@maskyard/store").Database} db
 * @param {{ projectId: string, datasetId: string, snapshotIds: readonly string[], trainerId: string, runs: number, metrics: number, seeds: number }} options
 * @returns {Promise<string>} its id
 */
export async function seedSweep(db, { projectId, datasetId, snapshotIds, trainerId, runs, metrics, seeds }) {
  const random = randomSource(11);
  const sweepId = newId();
  const dimensions = [
    { setting: "learningRate", min: 0.0001, max: 0.1, scale: "log", whole: false, step: null },
    { setting: "batchSize", values: [2, 4, 8] },
    { setting: "weightDecay", min: 0, max: 0.01, scale: "linear", whole: false, step: null },
  ];
  await db.pool.query(
    `INSERT INTO sweep (id, project_id, number, name, method, dataset_id, snapshot_id, recipe, preset, configuration, dimensions, seeds, seed, metric, goal)
     VALUES ($1, $2, 1, 'wide', 'RANDOM', $3, $4, 'MININET', 'demo', $5, $6, $7, 0, 'val/segm/AP', 'MAXIMIZE')`,
    [
      sweepId,
      projectId,
      datasetId,
      snapshotIds[0],
      COMMON,
      JSON.stringify(dimensions),
      Array.from({ length: seeds }, (_, index) => index + 1),
    ],
  );
  const { rows } = await db.pool.query(
    "UPDATE project SET next_run_number = next_run_number + $2 WHERE id = $1 RETURNING next_run_number - $2 AS number",
    [projectId, runs],
  );
  let varied = {};
  for (let index = 0; index < runs; index++) {
    const point = Math.floor(index / seeds);
    if (index % seeds === 0) {
      varied = {
        learningRate: 0.0001 * 1000 ** random(),
        batchSize: [2, 4, 8][Math.floor(random() * 3)] ?? 2,
        weightDecay: random() * 0.01,
      };
    }
    const runId = newId();
    await db.pool.query({
      name: "seed-run",
      text: INSERT_RUN_SQL,
      values: [
        runId,
        projectId,
        datasetId,
        snapshotIds[0],
        rows[0].number + index,
        `wide ${point + 1}`,
        { ...COMMON, ...varied },
        (index % seeds) + 1,
        `sweep 1, point ${point + 1}`,
        trainerId,
        POINTS * 10,
        sweepId,
        point,
      ],
    });
    const best = 0.1 + random() * 0.6;
    const names = ["val/segm/AP", "loss", ...Array.from({ length: metrics - 2 }, (_, at) => `val/extra/${at}`)];
    const points = names.flatMap((series) =>
      Array.from({ length: POINTS }, (_, at) => ({
        series,
        step: (at + 1) * 10,
        value: Math.fround(best * (1 - Math.exp(-(at + 1) / 4)) + random() * 0.01),
      })),
    );
    await appendPoints(db.pool, { runId, jobId: runId, fencingToken: 1, points });
  }
  await db.pool.query(
    `WITH job AS (UPDATE job SET status = 'SUCCEEDED', lease_expires_at = NULL WHERE sweep_id = $1)
     UPDATE run SET status = 'SUCCEEDED', best_value = 0.5, finished_at = now() WHERE sweep_id = $1`,
    [sweepId],
  );
  await db.pool.query("ANALYZE");
  return sweepId;
}
