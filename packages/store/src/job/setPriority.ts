import type { ClientBase } from "pg";

const SQL = `
WITH held AS (
  SELECT id FROM job WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE
)
UPDATE job SET priority = $2 FROM held WHERE job.id = held.id`;

/** Gives jobs their place in the queue: higher is claimed first. Of one that has ended it counts once it is tried again. Part of a transaction. */
export async function setPriority(client: ClientBase, jobIds: readonly string[], priority: number): Promise<void> {
  await client.query(SQL, [jobIds, priority]);
}
