import type { Pool } from "pg";
import type { JobLease } from "./JobLease.ts";

const SQL = `
UPDATE job SET lease_expires_at = clock_timestamp() + make_interval(secs => $3)
WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
RETURNING cancel_requested_at IS NOT NULL AS "cancelRequested"`;

/** Moves the lease's end to `leaseSeconds` from now. `held: false`: the job is no longer this trainer's; stop working on it. */
export async function heartbeatJob(
  pool: Pool,
  options: JobLease & { readonly leaseSeconds: number },
): Promise<{ held: boolean; cancelRequested: boolean }> {
  const { rows } = await pool.query<{ cancelRequested: boolean }>(SQL, [
    options.jobId,
    options.fencingToken,
    options.leaseSeconds,
  ]);
  const row = rows[0];
  return row ? { held: true, cancelRequested: row.cancelRequested } : { held: false, cancelRequested: false };
}
