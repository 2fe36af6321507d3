import type { ClientBase } from "pg";

/** The job that trains a run; null for a run of somebody's own program, and where there is no such run. */
export async function jobOfRun(client: ClientBase, runId: string): Promise<string | null> {
  const { rows } = await client.query<{ jobId: string | null }>(`SELECT job_id AS "jobId" FROM run WHERE id = $1`, [
    runId,
  ]);
  return rows[0]?.jobId ?? null;
}
