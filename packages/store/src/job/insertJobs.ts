import type { ClientBase } from "pg";
import { newId } from "../database/newId.ts";
import { notify } from "../notify/channels.ts";
import type { JobKind } from "./JobKind.ts";

/** What a job asks for. */
export interface NewJob {
  readonly projectId: string;
  /** Higher is claimed first; 0 when absent. */
  readonly priority?: number | null | undefined;
  readonly requiredLabels?: readonly string[] | null | undefined;
  readonly requiredMemoryMib?: number | null | undefined;
  /** What a trainer must know; 1 when absent. */
  readonly requiredVersion?: number | undefined;
  /** The sweep that bounds how many of its jobs run at once. */
  readonly sweepId?: string | null | undefined;
  readonly maxAttempts?: number | undefined;
}

const SQL = `
INSERT INTO job (id, project_id, kind, priority, required_labels, required_memory_mib, required_version, sweep_id, max_attempts)
SELECT id, "projectId", $1::job_kind, priority, "requiredLabels", "requiredMemoryMib", "requiredVersion", "sweepId", "maxAttempts"
FROM jsonb_to_recordset($2::jsonb) AS job(id uuid, "projectId" uuid, priority int, "requiredLabels" text[], "requiredMemoryMib" int,
  "requiredVersion" int, "sweepId" uuid, "maxAttempts" int)`;

/**
 * Writes waiting jobs and wakes the trainers when the transaction commits; returns their ids, parallel to `jobs`. Of equal priority the first is
 * claimed first. The caller writes the rows that say what is to be done, with these ids.
 */
export async function insertJobs(
  client: ClientBase,
  kind: Pick<JobKind, "name">,
  jobs: readonly NewJob[],
): Promise<string[]> {
  const rows = jobs.map((job) => ({
    id: newId(),
    projectId: job.projectId,
    priority: job.priority ?? 0,
    requiredLabels: job.requiredLabels ?? [],
    requiredMemoryMib: job.requiredMemoryMib ?? null,
    requiredVersion: job.requiredVersion ?? 1,
    sweepId: job.sweepId ?? null,
    maxAttempts: job.maxAttempts ?? 3,
  }));
  await client.query(SQL, [kind.name, JSON.stringify(rows)]);
  const [first] = rows;
  // One is enough to wake every trainer.
  if (first) await notify(client, "job_queued", { jobId: first.id });
  return rows.map(({ id }) => id);
}
