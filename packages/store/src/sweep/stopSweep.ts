import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { cancelJobs } from "../job/cancelJobs.ts";
import { JOB_KINDS } from "../training/trainJob.ts";

const JOBS_SQL = "SELECT id FROM job WHERE sweep_id = $1 AND status IN ('QUEUED', 'RUNNING')";

const SWEEP_SQL =
  "UPDATE sweep SET stopped_at = coalesce(stopped_at, clock_timestamp()), paused_at = NULL WHERE id = $1";

/** Ends a sweep: runs that wait are cancelled, those that train once their trainers saved a checkpoint. What has ended stays as it is. */
export async function stopSweep(pool: Pool, { sweepId }: { readonly sweepId: string }): Promise<void> {
  await inTransaction(pool, async (client) => {
    // The jobs before the sweep, as an evaluation takes them.
    const { rows } = await client.query<{ id: string }>(JOBS_SQL, [sweepId]);
    await cancelJobs(client, JOB_KINDS, { jobIds: rows.map(({ id }) => id) });
    await client.query(SWEEP_SQL, [sweepId]);
  });
}
