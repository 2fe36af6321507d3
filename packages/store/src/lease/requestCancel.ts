import type { ClientBase, Pool } from "pg";
import type { RunStatus } from "../runState/transition.ts";

// The row is locked first, so that the outcome is decided on the status that is then changed.
const SQL = `
WITH held AS (
  SELECT id, status AS status_before, cancel_requested_at AS requested_before FROM run WHERE id = $1 FOR UPDATE
), changed AS (
  UPDATE run SET
    status = CASE WHEN run.status = 'QUEUED' THEN 'CANCELLED' ELSE run.status END,
    finished_at = CASE WHEN run.status = 'QUEUED' THEN clock_timestamp() ELSE run.finished_at END,
    cancel_requested_at = CASE
      WHEN run.status IN ('QUEUED', 'RUNNING') THEN coalesce(run.cancel_requested_at, clock_timestamp())
      ELSE run.cancel_requested_at END
  FROM held WHERE run.id = held.id
  RETURNING run.id, run.status, run.cancel_requested_at, held.status_before, held.requested_before
)
SELECT status, cancel_requested_at IS NOT NULL AS "cancelRequested",
  CASE WHEN status_before IN ('QUEUED', 'RUNNING') AND requested_before IS NULL
    THEN pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text) END,
  CASE WHEN status_before = 'RUNNING' THEN pg_notify('run_cancel', json_build_object('runId', id)::text) END
FROM changed`;

/**
 * Asks for a run's end: a queued run is cancelled at once, a running one by its trainer (which saves a checkpoint first), and one that has
 * ended stays as it is. Null: there is no such run.
 */
export async function requestCancel(
  client: ClientBase | Pool,
  options: { readonly runId: string },
): Promise<{ status: RunStatus; cancelRequested: boolean } | null> {
  const { rows } = await client.query<{ status: RunStatus; cancelRequested: boolean }>(SQL, [options.runId]);
  const row = rows[0];
  return row ? { status: row.status, cancelRequested: row.cancelRequested } : null;
}
