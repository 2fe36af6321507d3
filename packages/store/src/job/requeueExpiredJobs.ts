import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { AFTER_LOST_LEASE_SQL, backOffSql, MOVED_SQL } from "./endLease.ts";
import type { JobKind } from "./JobKind.ts";
import { type MovedJob, settleMoves } from "./settleMoves.ts";
import type { AfterLostLease } from "./transition.ts";

// SKIP LOCKED: a row that a heartbeat or another sweeper holds is alive or being dealt with.
const SQL = `
WITH expired AS (
  SELECT id, trainer_id AS lost_trainer_id FROM job
  WHERE status = 'RUNNING' AND kind = ANY($2::job_kind[]) AND lease_expires_at < clock_timestamp()
  FOR UPDATE SKIP LOCKED
)
UPDATE job SET status = ${AFTER_LOST_LEASE_SQL}, not_before = ${backOffSql("$1")}, trainer_id = NULL, lease_expires_at = NULL
FROM expired WHERE job.id = expired.id
RETURNING ${MOVED_SQL}, lost_trainer_id AS "lostTrainerId"`;

export interface ExpiredJob {
  readonly jobId: string;
  readonly kind: string;
  readonly status: AfterLostLease;
}

/**
 * Takes jobs of these kinds from trainers whose lease has ended: back to the queue after a wait of `backoffSeconds` (doubling with each attempt, at
 * most 5 minutes), or FAILED with the reason when the attempts are spent, or CANCELLED where that was asked for.
 */
export async function requeueExpiredJobs(
  pool: Pool,
  kinds: readonly JobKind[],
  options: { readonly backoffSeconds?: number } = {},
): Promise<ExpiredJob[]> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Omit<MovedJob, "event" | "from">>(SQL, [
      options.backoffSeconds ?? 5,
      kinds.map(({ name }) => name),
    ]);
    const moved = rows.map((job): MovedJob => {
      const reason = job.to === "FAILED" ? `The trainer stopped responding ${job.attempt} times in a row.` : null;
      return { ...job, event: "expire", from: "RUNNING", reason };
    });
    await settleMoves(client, kinds, moved);
    return moved.map(({ jobId, kind, to }) => ({ jobId, kind, status: to as AfterLostLease }));
  });
}
