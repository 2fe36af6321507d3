import { appendPoints } from "../../packages/store/dist/index.js";
import { randomSource } from "../compare/seedComparedRuns.mjs";

const STEPS = 400;

const COPY_SERIES_SQL = `
WITH copied AS (
  INSERT INTO metric_series (id, run_id, name, count, first_bucket_points, last_step, last_value, min_value, max_value)
  SELECT uuidv7(), run.id, series.name, series.count, first_bucket_points, last_step, last_value, min_value, max_value
  FROM metric_series AS series, run WHERE series.run_id = $1 AND run.id <> $1
  RETURNING id
)
INSERT INTO metric_chunk (series_id, level, first_step, last_step, first_index, count, payload)
SELECT copied.id, level, chunk.first_step, chunk.last_step, first_index, chunk.count, payload
FROM copied, metric_chunk AS chunk JOIN metric_series AS series ON series.id = chunk.series_id WHERE series.run_id = $1`;

/**
 * Runs that have ended, with a loss curve each, as a table shows them. The curve is the same for all, copied as rows: written through the store, ten thousand would take minutes.
 *
 * @param {import("@maskyard/store").Database} db
 * @param {{ projectId: string, datasetId: string, snapshotIds: readonly string[], trainerId: string, runs: number }} options
 */
export async function seedRuns(db, { projectId, datasetId, snapshotIds, trainerId, runs }) {
  await db.pool.query("UPDATE project SET next_run_number = next_run_number + $2 WHERE id = $1", [projectId, runs]);
  await db.pool.query(
    `WITH job AS (
       INSERT INTO job (id, project_id, kind, status, fencing_token, trainer_id)
       SELECT uuidv7(), $1, 'TRAIN', (CASE index % 7 WHEN 0 THEN 'FAILED' WHEN 1 THEN 'CANCELLED' ELSE 'SUCCEEDED' END)::job_status, 1, $4
       FROM generate_series(1, $5::int) AS index
       RETURNING id, status
     ), numbered AS (
       SELECT id, status, row_number() OVER (ORDER BY id) AS index FROM job
     )
     INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, tags, status,
       step, furthest_step, total_steps, epoch, total_epochs, best_value, created_at, started_at, finished_at)
     SELECT id, id, $1, $2, $3, index, 'lr 0.0' || index % 9 || ', batch ' || 2 ^ (index % 3 + 1), 'MININET', 'demo',
       jsonb_build_object('epochs', 10, 'learningRate', (index % 9 + 1) / 100.0, 'batchSize', 2 ^ (index % 3 + 1)), index,
       CASE index % 3 WHEN 0 THEN ARRAY['sweep', 'even'] ELSE ARRAY['sweep'] END,
       status::text::run_status,
       400, 400, 400, 10, 10, 0.2 + (index % 97) / 200.0, now() - index * interval '1 minute', now() - index * interval '1 minute', now()
     FROM numbered`,
    [projectId, datasetId, snapshotIds[0], trainerId, runs],
  );
  const { rows } = await db.pool.query("SELECT id FROM run WHERE project_id = $1 ORDER BY id LIMIT 1", [projectId]);
  const { id } = rows[0];
  await setStatus(db, id, "RUNNING");
  const random = randomSource(3);
  const points = Array.from({ length: STEPS }, (_, index) => ({
    series: "loss",
    step: index + 1,
    value: Math.fround(0.4 + 2 * Math.exp(-index / 80) + random() * 0.3),
  }));
  await appendPoints(db.pool, { runId: id, jobId: id, fencingToken: 1, points });
  await setStatus(db, id, "SUCCEEDED");
  await db.pool.query(COPY_SERIES_SQL, [id]);
  await db.pool.query("ANALYZE");
}

/** @param {import("@maskyard/store").Database} db @param {string} id of a run and of its job @param {string} status */
async function setStatus(db, id, status) {
  await db.pool.query(
    `WITH job AS (UPDATE job SET status = $2::text::job_status, lease_expires_at = now() + interval '1 hour' WHERE id = $1)
     UPDATE run SET status = $2::text::run_status WHERE id = $1`,
    [id, status],
  );
}
