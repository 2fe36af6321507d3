import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { releaseJob } from "../job/endLease.ts";
import type { RunLease } from "./RunLease.ts";
import { JOB_KINDS } from "./trainJob.ts";

/** Hands the run back to the queue in good order (its trainer shuts down): see `releaseJob`. Throws `LeaseLostError`. */
export async function releaseRun(pool: Pool, lease: RunLease): Promise<void> {
  await inTransaction(pool, (client) => releaseJob(client, JOB_KINDS, lease));
}
