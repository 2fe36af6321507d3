import type { ClientBase, Pool } from "pg";

const SQL = `
WITH retried AS (
  UPDATE run SET
    status = 'QUEUED',
    attempt = 0,
    failure_reason = NULL,
    cancel_requested_at = NULL,
    finished_at = NULL,
    not_before = clock_timestamp(),
    trainer_id = NULL,
    lease_expires_at = NULL
  WHERE id = $1 AND source = 'TRAINER' AND status IN ('FAILED', 'CANCELLED')
  RETURNING id
)
SELECT
  pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text),
  pg_notify('run_queued', json_build_object('runId', id)::text)
FROM retried`;

/**
 * Puts a failed or cancelled run back into the queue, with all its attempts; it goes on from its newest intact checkpoint. False: it is in
 * neither state, or no trainer ran it.
 */
export async function retryRun(client: ClientBase | Pool, options: { readonly runId: string }): Promise<boolean> {
  const { rowCount } = await client.query(SQL, [options.runId]);
  return rowCount === 1;
}
