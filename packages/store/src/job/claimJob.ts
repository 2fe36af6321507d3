import type { ClientBase } from "pg";
import type { JobKind } from "./JobKind.ts";
import type { JobLease } from "./JobLease.ts";
import { settleMoves } from "./settleMoves.ts";

export interface ClaimedJob extends JobLease {
  readonly kind: string;
  /** Which claim since the work last got further this is, from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly leaseExpiresAt: Date;
}

/**
 * $1 the trainer, $2 the lease in seconds, $3 the kinds. SKIP LOCKED lets any number of trainers look at once: each locks a row of its own, none
 * waits. `held` are the sweeps that give out no job now: those paused, and those that have as many running as they may. What `next` compares a job
 * with is read before, so that nothing but the jobs themselves is gone through, in the order of the index `job_claim_idx`; a test looks at the plan.
 * The CASE keeps it so: what is in one, the planner takes for true of every second job. Of the same comparisons in a row it believes that next to no job
 * passes all, and sorts all that wait.
 */
export const CLAIM_SQL = `
WITH held AS (
  SELECT id FROM sweep WHERE paused_at IS NOT NULL
  UNION ALL
  SELECT sweep.id FROM job JOIN sweep ON sweep.id = job.sweep_id
  WHERE job.status = 'RUNNING' GROUP BY sweep.id HAVING count(*) >= sweep.at_once
), self AS (
  SELECT labels, configuration_version, memory_mib - coalesce((
    SELECT sum(required_memory_mib) FROM job WHERE trainer_id = $1 AND status = 'RUNNING'), 0) AS free_mib
  FROM trainer WHERE id = $1
), next AS (
  SELECT id FROM job
  WHERE status = 'QUEUED' AND CASE WHEN
    kind = ANY($3::job_kind[]) AND not_before <= clock_timestamp()
    AND required_version <= (SELECT configuration_version FROM self)
    AND required_labels <@ (SELECT labels FROM self)
    AND (required_memory_mib IS NULL OR required_memory_mib <= (SELECT free_mib FROM self))
    AND project_id <> ALL (ARRAY(SELECT id FROM project WHERE queue_paused_at IS NOT NULL))
    AND (sweep_id IS NULL OR sweep_id <> ALL (ARRAY(SELECT id FROM held)))
  THEN true ELSE false END
  ORDER BY priority DESC, id
  LIMIT 1
  FOR UPDATE OF job SKIP LOCKED
)
UPDATE job SET
  status = 'RUNNING',
  trainer_id = $1,
  lease_expires_at = clock_timestamp() + make_interval(secs => $2),
  fencing_token = job.fencing_token + 1,
  attempt = job.attempt + 1,
  sweep_place = (
    SELECT min(place) FROM sweep, generate_series(1, sweep.at_once) AS place
    WHERE sweep.id = job.sweep_id AND NOT EXISTS (
      SELECT 1 FROM job AS other
      WHERE other.sweep_id = job.sweep_id AND other.status = 'RUNNING' AND other.sweep_place = place))
FROM next WHERE job.id = next.id
RETURNING job.id AS "jobId", job.kind, job.fencing_token::float8 AS "fencingToken", job.attempt, job.max_attempts AS "maxAttempts",
  job.lease_expires_at AS "leaseExpiresAt"`;

export interface ClaimOptions {
  readonly trainerId: string;
  readonly leaseSeconds: number;
}

/**
 * Takes the next waiting job of these kinds that this trainer has the labels and the free memory for and whose version it knows, or null when none
 * waits; part of a transaction. Each claim raises the job's fencing token: older holders can write no more. Two trainers that at the same moment
 * would take the last place of a sweep are told apart by a unique index: see {@link isPlaceTaken}.
 */
export async function claimJob(
  client: ClientBase,
  kinds: readonly JobKind[],
  { trainerId, leaseSeconds }: ClaimOptions,
): Promise<ClaimedJob | null> {
  const { rows } = await client.query<ClaimedJob>(CLAIM_SQL, [trainerId, leaseSeconds, kinds.map(({ name }) => name)]);
  const job = rows[0];
  if (!job) return null;
  await settleMoves(client, kinds, [{ ...job, event: "claim", from: "QUEUED", to: "RUNNING" }]);
  return job;
}

/** Whether a claim was refused because another trainer took the sweep's last place at the same moment; looking again is all there is to do. */
export function isPlaceTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === "23505" && constraint === "job_sweep_place_key";
}
