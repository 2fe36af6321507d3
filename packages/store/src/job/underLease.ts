import type { ClientBase, Pool, PoolClient } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { type JobLease, LeaseLostError } from "./JobLease.ts";

const SQL = `
SELECT 1 FROM job
WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
FOR UPDATE`;

/**
 * Runs `work` in a transaction that holds the job's row, after checking that the lease is still its holder's: no claim, requeue or other
 * write under this lease can come between check and commit. Throws {@link LeaseLostError} otherwise, with nothing written. Jobs are always
 * locked before what they work on.
 */
export async function underLease<T>(pool: Pool, lease: JobLease, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(SQL, [lease.jobId, lease.fencingToken]);
    if (rowCount !== 1) throw new LeaseLostError(lease);
    return work(client);
  });
}

/** The work got further than ever before: whatever broke earlier attempts is behind, so their count begins anew with this one. */
export async function countAttemptsAnew(client: ClientBase, { jobId }: JobLease): Promise<void> {
  await client.query("UPDATE job SET attempt = 1 WHERE id = $1", [jobId]);
}
