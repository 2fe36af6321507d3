import type { Pool } from "pg";
import { LeaseLostError, type RunLease } from "./RunLease.ts";

const SQL = `
WITH released AS (
  UPDATE run SET
    status = CASE WHEN cancel_requested_at IS NULL THEN 'QUEUED' ELSE 'CANCELLED' END::run_status,
    finished_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE clock_timestamp() END,
    attempt = attempt - 1,
    trainer_id = NULL,
    lease_expires_at = NULL,
    not_before = clock_timestamp()
  WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
  RETURNING id, status
)
SELECT
  pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text),
  CASE WHEN status = 'QUEUED' THEN pg_notify('run_queued', json_build_object('runId', id)::text) END
FROM released`;

/** Hands the run back to the queue in good order (its trainer shuts down): at once claimable, and the attempt is not spent. */
export async function releaseRun(pool: Pool, lease: RunLease): Promise<void> {
  const { rowCount } = await pool.query(SQL, [lease.runId, lease.fencingToken]);
  if (rowCount !== 1) throw new LeaseLostError(lease);
}
