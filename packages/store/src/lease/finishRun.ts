import type { Pool } from "pg";
import { LeaseLostError, type RunLease } from "./RunLease.ts";

const SQL = `
WITH finished AS (
  UPDATE run SET
    status = $3::run_status,
    failure_reason = $4,
    finished_at = clock_timestamp(),
    lease_expires_at = NULL
  WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
  RETURNING id
)
SELECT pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text) FROM finished`;

/** Ends the run. Throws {@link LeaseLostError} when it is no longer this trainer's. */
export async function finishRun(
  pool: Pool,
  options: RunLease & {
    readonly status: "SUCCEEDED" | "FAILED" | "CANCELLED";
    /** A sentence for the person who launched it. */
    readonly failureReason?: string | null;
  },
): Promise<void> {
  const { rowCount } = await pool.query(SQL, [
    options.runId,
    options.fencingToken,
    options.status,
    options.failureReason ?? null,
  ]);
  if (rowCount !== 1) throw new LeaseLostError(options);
}
