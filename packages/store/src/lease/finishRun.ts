import type { Pool } from "pg";
import { alertSql, endedRunsAlertSql, runDetailSql } from "../alert/alertSql.ts";
import { LeaseLostError, type RunLease } from "./RunLease.ts";

const SQL = `
WITH finished AS (
  UPDATE run SET
    status = $3::run_status,
    failure_reason = $4,
    finished_at = clock_timestamp(),
    lease_expires_at = NULL
  WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
  RETURNING *
), told_end AS (${endedRunsAlertSql("finished")}
), told_divergence AS (${alertSql(`
  SELECT id AS run_id, project_id, 'RUN_DIVERGED'::alert_kind AS kind, concat_ws(':', 'DIVERGED', id, fencing_token) AS event_key,
    jsonb_build_object('run', ${runDetailSql("finished")}) AS detail
  FROM finished WHERE $5`)}
)
SELECT pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text) FROM finished`;

/** Ends the run. Throws {@link LeaseLostError} when it is no longer this trainer's. */
export async function finishRun(
  pool: Pool,
  options: RunLease & {
    readonly status: "SUCCEEDED" | "FAILED" | "CANCELLED";
    /** A sentence for the person who launched it. */
    readonly failureReason?: string | null;
    /** It failed because its loss is no finite number any more. */
    readonly diverged?: boolean;
  },
): Promise<void> {
  const { rowCount } = await pool.query(SQL, [
    options.runId,
    options.fencingToken,
    options.status,
    options.failureReason ?? null,
    options.diverged ?? false,
  ]);
  if (rowCount !== 1) throw new LeaseLostError(options);
}
