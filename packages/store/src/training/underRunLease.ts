import type { Pool, PoolClient } from "pg";
import { underLease } from "../job/underLease.ts";
import type { RunLease } from "./RunLease.ts";

const LOCK_SQL = "SELECT FROM run WHERE id = $1 AND job_id = $2 FOR UPDATE";

/**
 * Runs `work` in a transaction that holds the run's row and that of its job, after checking that the lease is still its holder's: see `underLease`.
 * Who begins to look at the run's points waits for the run's row too. Throws `LeaseLostError`, with nothing written.
 */
export async function underRunLease<T>(
  pool: Pool,
  lease: RunLease,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return underLease(pool, lease, async (client) => {
    const { rowCount } = await client.query(LOCK_SQL, [lease.runId, lease.jobId]);
    if (rowCount !== 1) throw new Error(`underRunLease: expected run ${lease.runId} of job ${lease.jobId}, found none`);
    return work(client);
  });
}
