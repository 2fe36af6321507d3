import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { failJobAttempt } from "../job/endLease.ts";
import type { AfterLostLease } from "../job/transition.ts";
import type { RunLease } from "./RunLease.ts";
import { JOB_KINDS } from "./trainJob.ts";

/** Ends an attempt at a run that broke off although its trainer lives: see `failJobAttempt`. Throws `LeaseLostError`. */
export async function failAttempt(
  pool: Pool,
  options: RunLease & { readonly reason: string; readonly backoffSeconds?: number },
): Promise<{ status: AfterLostLease }> {
  return inTransaction(pool, (client) => failJobAttempt(client, JOB_KINDS, options));
}
