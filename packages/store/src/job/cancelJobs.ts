import type { ClientBase } from "pg";
import type { JobKind } from "./JobKind.ts";
import { settleMoves } from "./settleMoves.ts";
import type { JobStatus } from "./transition.ts";

// The rows are locked first, so that each outcome is decided on the status that is then changed; in the order of ids, as every write of several
// jobs: two of them do not wait for each other.
const SQL = `
WITH held AS (
  SELECT id, status AS status_before, cancel_requested_at AS requested_before FROM job WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE
)
UPDATE job SET
  status = CASE WHEN job.status = 'QUEUED' THEN 'CANCELLED' ELSE job.status END,
  cancel_requested_at = CASE
    WHEN job.status IN ('QUEUED', 'RUNNING') THEN coalesce(job.cancel_requested_at, clock_timestamp())
    ELSE job.cancel_requested_at END
FROM held WHERE job.id = held.id
RETURNING job.id AS "jobId", job.kind, status_before AS "from", job.status AS "to", job.attempt, job.fencing_token::float8 AS "fencingToken",
  cancel_requested_at IS NOT NULL AS "cancelRequested", status_before IN ('QUEUED', 'RUNNING') AND requested_before IS NULL AS "isMove"`;

interface CancelRow {
  readonly jobId: string;
  readonly kind: string;
  readonly from: JobStatus;
  readonly to: JobStatus;
  readonly attempt: number;
  readonly fencingToken: number;
  readonly cancelRequested: boolean;
  readonly isMove: boolean;
}

export interface CancelledJob {
  readonly jobId: string;
  readonly status: JobStatus;
  readonly cancelRequested: boolean;
}

/**
 * Asks for the end of jobs: a waiting one is cancelled at once, a running one by its trainer (which brings it to a good end first), and one that has
 * ended stays as it is. Ids of no job are left out of the answer. Part of a transaction.
 */
export async function cancelJobs(
  client: ClientBase,
  kinds: readonly JobKind[],
  { jobIds }: { readonly jobIds: readonly string[] },
): Promise<CancelledJob[]> {
  const { rows } = await client.query<CancelRow>(SQL, [jobIds]);
  const moved = rows.filter(({ isMove }) => isMove);
  await settleMoves(
    client,
    kinds,
    moved.map(({ jobId, kind, from, to, attempt, fencingToken }) => ({
      jobId,
      kind,
      event: "requestCancel",
      from,
      to,
      attempt,
      fencingToken,
    })),
  );
  return rows.map(({ jobId, to, cancelRequested }) => ({ jobId, status: to, cancelRequested }));
}
