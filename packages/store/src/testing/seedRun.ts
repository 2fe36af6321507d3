import type { Pool } from "pg";
import { newId } from "../database/newId.ts";

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
  const runId = newId();
  await pool.query(
    `INSERT INTO run (id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, priority, max_attempts,
       required_labels, required_memory_mib, sweep_id, configuration_version)
     SELECT $1, $2, $3, $4, coalesce(max(number), 0) + 1, 'run', 'MININET', 'demo', '{}', 1, $5, $6, $7, $8, $9, $10 FROM run WHERE project_id = $2`,
    [
      runId,
      project.projectId,
      project.datasetId,
      project.snapshotId,
      options.priority ?? 0,
      options.maxAttempts ?? 3,
      options.requiredLabels ?? [],
      options.requiredMemoryMib ?? null,
      options.sweepId ?? null,
      options.configurationVersion ?? 1,
    ],
  );
  return runId;
}
