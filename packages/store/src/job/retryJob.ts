import type { ClientBase } from "pg";
import { MOVED_SQL } from "./endLease.ts";
import type { JobKind } from "./JobKind.ts";
import { type MovedJob, settleMoves } from "./settleMoves.ts";

const SQL = `
WITH held AS (
  SELECT id, status AS status_before FROM job WHERE id = $1 AND status IN ('FAILED', 'CANCELLED') FOR UPDATE
)
UPDATE job SET
  status = 'QUEUED',
  attempt = 0,
  cancel_requested_at = NULL,
  not_before = clock_timestamp(),
  trainer_id = NULL,
  lease_expires_at = NULL
FROM held WHERE job.id = held.id
RETURNING ${MOVED_SQL}, status_before AS "from"`;

/** Puts a failed or cancelled job back into the queue, with all its attempts. False: it is in neither state. Part of a transaction. */
export async function retryJob(
  client: ClientBase,
  kinds: readonly JobKind[],
  { jobId }: { readonly jobId: string },
): Promise<boolean> {
  const { rows } = await client.query<Omit<MovedJob, "event">>(SQL, [jobId]);
  await settleMoves(
    client,
    kinds,
    rows.map((job) => ({ ...job, event: "retry" })),
  );
  return rows.length === 1;
}
