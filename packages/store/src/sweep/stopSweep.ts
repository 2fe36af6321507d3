import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { requestCancel } from "../lease/requestCancel.ts";

// In the order of ids, as every write of several runs: two of them do not wait for each other.
const RUNS_SQL = `
SELECT id FROM run WHERE sweep_id = $1 AND status IN ('QUEUED', 'RUNNING') ORDER BY id FOR UPDATE`;

const SWEEP_SQL =
  "UPDATE sweep SET stopped_at = coalesce(stopped_at, clock_timestamp()), paused_at = NULL WHERE id = $1";

/** Ends a sweep: runs that wait are cancelled, those that train once their trainers saved a checkpoint. What has ended stays as it is. */
export async function stopSweep(pool: Pool, { sweepId }: { readonly sweepId: string }): Promise<void> {
  await inTransaction(pool, async (client) => {
    // The runs before the sweep, as an evaluation takes them.
    const { rows } = await client.query<{ id: string }>(RUNS_SQL, [sweepId]);
    for (const { id } of rows) await requestCancel(client, { runId: id });
    await client.query(SWEEP_SQL, [sweepId]);
  });
}
