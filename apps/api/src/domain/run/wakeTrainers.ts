import type { Pool } from "pg";

const WAKE_SQL = `
SELECT pg_notify('job_queued', json_build_object('jobId', id)::text) FROM job
WHERE (project_id = $1 OR sweep_id = $2) AND status = 'QUEUED' LIMIT 1`;

/** Tells the trainers of a job that waits, of a project or of a sweep, once these are held back no longer. One is enough to wake every trainer. */
export async function wakeTrainers(
  pool: Pool,
  of: { readonly projectId: string } | { readonly sweepId: string },
): Promise<void> {
  await pool.query(WAKE_SQL, ["projectId" in of ? of.projectId : null, "sweepId" in of ? of.sweepId : null]);
}
