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
    `INSERT INTO run (id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, tags, status, fencing_token, trainer_id,
       step, furthest_step, total_steps, epoch, total_epochs, best_value, created_at, started_at, finished_at)
     SELECT uuidv7(), $1, $2, $3, index, 'lr 0.0' || index % 9 || ', batch ' || 2 ^ (index % 3 + 1), 'MININET', 'demo',
       jsonb_build_object('epochs', 10, 'learningRate', (index % 9 + 1) / 100.0, 'batchSize', 2 ^ (index % 3 + 1)), index,
       CASE index % 3 WHEN 0 THEN ARRAY['sweep', 'even'] ELSE ARRAY['sweep'] END,
       (CASE index % 7 WHEN 0 THEN 'FAILED' WHEN 1 THEN 'CANCELLED' ELSE 'SUCCEEDED' END)::run_status, 1, $4,
       400, 400, 400, 10, 10, 0.2 + (index % 97) / 200.0, now() - index * interval '1 minute', now() - index * interval '1 minute', now()
     FROM generate_series(1, $5::int) AS index`,
    [projectId, datasetId, snapshotIds[0], trainerId, runs],
  );
  const { rows } = await db.pool.query("SELECT id FROM run WHERE project_id = $1 ORDER BY id LIMIT 1", [projectId]);
  await db.pool.query("UPDATE run SET status = 'RUNNING', lease_expires_at = now() + interval '1 hour' WHERE id = $1", [
    rows[0].id,
  ]);
  const random = randomSource(3);
  const points = Array.from({ length: STEPS }, (_, index) => ({
    series: "loss",
    step: index + 1,
    value: Math.fround(0.4 + 2 * Math.exp(-index / 80) + random() * 0.3),
  }));
  await appendPoints(db.pool, { runId: rows[0].id, fencingToken: 1, points });
  await db.pool.query("UPDATE run SET status = 'SUCCEEDED', lease_expires_at = NULL WHERE id = $1", [rows[0].id]);
  await db.pool.query(COPY_SERIES_SQL, [rows[0].id]);
  await db.pool.query("ANALYZE");
}
