import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { LeaseLostError, type RunLease } from "./RunLease.ts";

const SQL = `
SELECT 1 FROM run
WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
FOR UPDATE`;

/**
 * Runs `work` in a transaction that holds the run's row, after checking that the lease is still its holder's: no claim, requeue or other
 * write of this run can come between check and commit. Throws {@link LeaseLostError} otherwise, with nothing written.
 */
export async function underLease<T>(pool: Pool, lease: RunLease, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(SQL, [lease.runId, lease.fencingToken]);
    if (rowCount !== 1) throw new LeaseLostError(lease);
    return work(client);
  });
}
