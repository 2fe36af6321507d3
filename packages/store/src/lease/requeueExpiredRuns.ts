import type { Pool } from "pg";
import { alertSql, endedRunsAlertSql, runDetailSql } from "../alert/alertSql.ts";

// SKIP LOCKED: a row that a heartbeat or another sweeper holds is alive or being dealt with.
const SQL = `
WITH expired AS (
  SELECT id, trainer_id AS lost_trainer_id FROM run
  WHERE status = 'RUNNING' AND lease_expires_at < clock_timestamp()
  FOR UPDATE SKIP LOCKED
), moved AS (
  UPDATE run SET
    status = CASE
      WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED'
      WHEN attempt < max_attempts THEN 'QUEUED'
      ELSE 'FAILED' END::run_status,
    failure_reason = CASE
      WHEN cancel_requested_at IS NULL AND attempt >= max_attempts
      THEN format('The trainer stopped responding %s times in a row; the last attempt reached step %s.', attempt, step) END,
    finished_at = CASE WHEN cancel_requested_at IS NULL AND attempt < max_attempts THEN NULL ELSE clock_timestamp() END,
    not_before = clock_timestamp() + make_interval(secs => least($1 * 2 ^ (attempt - 1), 300)),
    trainer_id = NULL,
    lease_expires_at = NULL
  FROM expired WHERE run.id = expired.id
  RETURNING run.*, expired.lost_trainer_id
), told_end AS (${endedRunsAlertSql("moved")}
), told_loss AS (${alertSql(`
  SELECT moved.id AS run_id, project_id, 'TRAINER_LOST'::alert_kind AS kind, concat_ws(':', 'LOST', moved.id, fencing_token) AS event_key,
    jsonb_build_object('run', ${runDetailSql("moved")}, 'trainer', jsonb_build_object('name', trainer.name, 'host', trainer.host)) AS detail
  FROM moved LEFT JOIN trainer ON trainer.id = lost_trainer_id`)}
)
SELECT id AS "runId", status,
  pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text),
  CASE WHEN status = 'QUEUED' THEN pg_notify('run_queued', json_build_object('runId', id)::text) END
FROM moved`;

/**
 * Takes runs from trainers whose lease has ended: back to the queue after a wait of `backoffSeconds` (doubling with each attempt, at most
 * 5 minutes), or FAILED with the reason when the attempts are spent, or CANCELLED where that was asked for.
 */
export async function requeueExpiredRuns(
  pool: Pool,
  options: { readonly backoffSeconds?: number } = {},
): Promise<{ runId: string; status: "QUEUED" | "FAILED" | "CANCELLED" }[]> {
  const { rows } = await pool.query<{ runId: string; status: "QUEUED" | "FAILED" | "CANCELLED" }>(SQL, [
    options.backoffSeconds ?? 5,
  ]);
  return rows.map(({ runId, status }) => ({ runId, status }));
}
