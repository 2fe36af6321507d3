import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { retryJob } from "../job/retryJob.ts";
import { jobOfRun } from "./jobOfRun.ts";
import { JOB_KINDS } from "./trainJob.ts";

/**
 * Puts a failed or cancelled run back into the queue, with all its attempts; it goes on from its newest intact checkpoint. False: it is in
 * neither state, or no trainer ran it.
 */
export async function retryRun(pool: Pool, { runId }: { readonly runId: string }): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const jobId = await jobOfRun(client, runId);
    return jobId !== null && (await retryJob(client, JOB_KINDS, { jobId }));
  });
}
