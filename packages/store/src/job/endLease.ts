import type { ClientBase } from "pg";
import type { JobKind } from "./JobKind.ts";
import { type JobLease, LeaseLostError } from "./JobLease.ts";
import { type MovedJob, settleMoves } from "./settleMoves.ts";
import type { AfterLostLease, JobEvent, JobStatus } from "./transition.ts";

/** Where a lease was lost or an attempt broke off, as SQL: what `transition` says of "expire" and "crash". */
export const AFTER_LOST_LEASE_SQL = `CASE
  WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED'
  WHEN attempt < max_attempts THEN 'QUEUED'
  ELSE 'FAILED' END::job_status`;

/** What a statement that moves jobs returns of each. */
export const MOVED_SQL = `job.id AS "jobId", job.kind, job.status AS "to", job.attempt, job.fencing_token::float8 AS "fencingToken"`;

/** When the next attempt may begin: after the seconds at `$n`, doubled with each attempt, at most 5 minutes. */
export const backOffSql = (parameter: string): string =>
  `clock_timestamp() + make_interval(secs => least(${parameter} * 2 ^ (attempt - 1), 300))`;

const leaseEndSql = (assignments: string): string => `
UPDATE job SET ${assignments}, lease_expires_at = NULL
WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
RETURNING ${MOVED_SQL}`;

const FINISH_SQL = leaseEndSql("status = $3::job_status");

const RELEASE_SQL = leaseEndSql(`
  status = CASE WHEN cancel_requested_at IS NULL THEN 'QUEUED' ELSE 'CANCELLED' END::job_status,
  attempt = attempt - 1, trainer_id = NULL, not_before = clock_timestamp()`);

const FAIL_SQL = leaseEndSql(`
  status = ${AFTER_LOST_LEASE_SQL}, trainer_id = NULL, not_before = ${backOffSql("$3")}`);

const EVENT_OF_END = { SUCCEEDED: "succeed", FAILED: "fail", CANCELLED: "confirmCancel" } as const;

/** Ends the job. Throws {@link LeaseLostError} when it is no longer this trainer's. Part of a transaction, as all that ends a lease. */
export async function finishJob(
  client: ClientBase,
  kinds: readonly JobKind[],
  options: JobLease & {
    readonly status: keyof typeof EVENT_OF_END;
    /** A sentence for the person who wanted the work done. */
    readonly failureReason?: string | null;
  },
): Promise<void> {
  const { status, failureReason } = options;
  await endLease(client, kinds, options, FINISH_SQL, [status], EVENT_OF_END[status], failureReason ?? null);
}

/** Hands the job back to the queue in good order (its trainer shuts down): at once claimable, and the attempt is not spent. */
export async function releaseJob(client: ClientBase, kinds: readonly JobKind[], lease: JobLease): Promise<void> {
  await endLease(client, kinds, lease, RELEASE_SQL, [], "release", null);
}

/**
 * Ends an attempt that broke off although its trainer lives (its process crashed): back to the queue after a wait of `backoffSeconds` (doubling with
 * each attempt, at most 5 minutes), or FAILED with `reason` when the attempts are spent, or CANCELLED where that was asked for. Throws
 * {@link LeaseLostError} when the job is no longer this trainer's.
 */
export async function failJobAttempt(
  client: ClientBase,
  kinds: readonly JobKind[],
  options: JobLease & {
    /** A sentence for the person who wanted the work done. */
    readonly reason: string;
    readonly backoffSeconds?: number;
  },
): Promise<{ status: AfterLostLease }> {
  const { reason, backoffSeconds } = options;
  const status = await endLease(client, kinds, options, FAIL_SQL, [backoffSeconds ?? 1], "crash", reason);
  return { status: status as AfterLostLease };
}

async function endLease(
  client: ClientBase,
  kinds: readonly JobKind[],
  lease: JobLease,
  sql: string,
  values: readonly unknown[],
  event: JobEvent,
  reason: string | null,
): Promise<JobStatus> {
  const { rows } = await client.query<Omit<MovedJob, "event" | "from">>(sql, [
    lease.jobId,
    lease.fencingToken,
    ...values,
  ]);
  const job = rows[0];
  if (!job) throw new LeaseLostError(lease);
  const isFailed = job.to === "FAILED";
  await settleMoves(client, kinds, [{ ...job, event, from: "RUNNING", reason: isFailed ? reason : null }]);
  return job.to;
}
