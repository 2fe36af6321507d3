import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { cancelJobs } from "../job/cancelJobs.ts";
import type { JobStatus } from "../job/transition.ts";
import { jobOfRun } from "./jobOfRun.ts";
import { JOB_KINDS } from "./trainJob.ts";

/**
 * Asks for a run's end: a queued run is cancelled at once, a running one by its trainer (which saves a checkpoint first), and one that has
 * ended stays as it is. Null: there is no such run, or no trainer of ours trains it.
 */
export async function requestCancel(
  pool: Pool,
  { runId }: { readonly runId: string },
): Promise<{ status: JobStatus; cancelRequested: boolean } | null> {
  return inTransaction(pool, async (client) => {
    const jobId = await jobOfRun(client, runId);
    const [job] = jobId === null ? [] : await cancelJobs(client, JOB_KINDS, { jobIds: [jobId] });
    return job ? { status: job.status, cancelRequested: job.cancelRequested } : null;
  });
}
