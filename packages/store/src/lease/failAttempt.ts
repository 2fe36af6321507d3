import type { Pool } from "pg";
import { endedRunsAlertSql } from "../alert/alertSql.ts";
import { LeaseLostError, type RunLease } from "./RunLease.ts";

const SQL = `
WITH failed AS (
  UPDATE run SET
    status = CASE
      WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED'
      WHEN attempt < max_attempts THEN 'QUEUED'
      ELSE 'FAILED' END::run_status,
    failure_reason = CASE WHEN cancel_requested_at IS NULL AND attempt >= max_attempts THEN $3 END,
    finished_at = CASE WHEN cancel_requested_at IS NULL AND attempt < max_attempts THEN NULL ELSE clock_timestamp() END,
    not_before = clock_timestamp() + make_interval(secs => least($4 * 2 ^ (attempt - 1), 300)),
    trainer_id = NULL,
    lease_expires_at = NULL
  WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
  RETURNING *
), told AS (${endedRunsAlertSql("failed")}
)
SELECT status,
  pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text),
  CASE WHEN status = 'QUEUED' THEN pg_notify('run_queued', json_build_object('runId', id)::text) END
FROM failed`;

/**
 * Ends an attempt that broke off although its trainer lives (the training process crashed): back to the queue after a wait of
 * `backoffSeconds` (doubling with each attempt, at most 5 minutes), or FAILED with `reason` when the attempts are spent, or CANCELLED where that
 * was asked for. Throws {@link LeaseLostError} when the run is no longer this trainer's.
 */
export async function failAttempt(
  pool: Pool,
  options: RunLease & {
    /** A sentence for the person who launched it. */
    readonly reason: string;
    readonly backoffSeconds?: number;
  },
): Promise<{ status: "QUEUED" | "FAILED" | "CANCELLED" }> {
  const { rows } = await pool.query<{ status: "QUEUED" | "FAILED" | "CANCELLED" }>(SQL, [
    options.runId,
    options.fencingToken,
    options.reason,
    options.backoffSeconds ?? 1,
  ]);
  const row = rows[0];
  if (!row) throw new LeaseLostError(options);
  return { status: row.status };
}
