import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { newId } from "../database/newId.ts";
import { insertJobs } from "../job/insertJobs.ts";
import { trainJob } from "../training/trainJob.ts";

/** Rows a test stands on; the ids are those of the database. */
export interface SeededProject {
  readonly projectId: string;
  readonly datasetId: string;
  readonly snapshotId: string;
  readonly trainerId: string;
}

/** A project with a dataset, an empty snapshot and a trainer. */
export async function seedProject(pool: Pool): Promise<SeededProject> {
  const [projectId, datasetId, snapshotId, trainerId] = [newId(), newId(), newId(), newId()];
  const manifestSha256 = "0".repeat(64);
  await pool.query("INSERT INTO project (id, name, slug) VALUES ($1, 'Campus', $2)", [projectId, projectId]);
  await pool.query("INSERT INTO dataset (id, project_id, name, updated_at) VALUES ($1, $2, 'streets', now())", [
    datasetId,
    projectId,
  ]);
  await pool.query(
    "INSERT INTO blob (sha256, bytes, media_type) VALUES ($1, 0, 'application/gzip') ON CONFLICT DO NOTHING",
    [manifestSha256],
  );
  await pool.query(
    `INSERT INTO snapshot (id, dataset_id, hash, manifest_sha256, image_count, annotation_count) VALUES ($1, $2, 'h', $3, 0, 0)`,
    [snapshotId, datasetId, manifestSha256],
  );
  await pool.query(
    "INSERT INTO trainer (id, name, host, device, engine_version, version) VALUES ($1, 't', 'h', 'cpu', '2.21', '0')",
    [trainerId],
  );
  return { projectId, datasetId, snapshotId, trainerId };
}

export interface SeedRunOptions {
  readonly priority?: number;
  readonly maxAttempts?: number;
  readonly requiredLabels?: readonly string[];
  readonly requiredMemoryMib?: number;
  readonly sweepId?: string;
  readonly configurationVersion?: number;
}

/** A queued run; returns its id. */
export async function seedRun(pool: Pool, project: SeededProject, options: SeedRunOptions = {}): Promise<string> {
  return inTransaction(pool, async (client) => {
    const runId = newId();
    const { projectId, datasetId, snapshotId } = project;
    const { sweepId, configurationVersion = 1 } = options;
    const job = { ...options, projectId, requiredVersion: configurationVersion };
    const [jobId] = await insertJobs(client, trainJob, [job]);
    await client.query(
      `INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, sweep_id, configuration_version)
       SELECT $1, $2, $3, $4, $5, coalesce(max(number), 0) + 1, 'run', 'MININET', 'demo', '{}', 1, $6, $7 FROM run WHERE project_id = $3`,
      [runId, jobId, projectId, datasetId, snapshotId, sweepId ?? null, configurationVersion],
    );
    return runId;
  });
}
