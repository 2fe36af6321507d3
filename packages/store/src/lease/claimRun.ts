import type { ClientBase, Pool } from "pg";
import type { RunLease } from "./RunLease.ts";

export interface ClaimedCheckpoint {
  readonly id: string;
  readonly step: number;
  readonly epoch: number;
  readonly blobSha256: string;
  /** Null where the weights' file holds the optimizer's state too (format version 1). */
  readonly stateBlobSha256: string | null;
  readonly formatVersion: number;
}

/** What a run's weights start from. Both places null: it was deleted. */
export interface InitialWeights {
  /** As whoever launched the run knows it. */
  readonly name: string;
  readonly blobSha256: string | null;
  /** Relative to the trainer's folder of weights. */
  readonly trainerPath: string | null;
}

/** A run as its trainer gets it. */
export interface ClaimedRun extends RunLease {
  readonly projectId: string;
  readonly datasetId: string;
  readonly snapshotId: string;
  /** The blob `readManifest` reads. */
  readonly manifestSha256: string;
  readonly number: number;
  readonly name: string;
  readonly recipe: "MININET" | "TRANSFER";
  readonly preset: string;
  /** As stored; parse it with `runConfigurationSchema`. */
  readonly configuration: unknown;
  readonly configurationVersion: number;
  readonly seed: number;
  /** Null: random ones. */
  readonly initialWeights: InitialWeights | null;
  /** Which claim since the run last got further this is, from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly leaseExpiresAt: Date;
  /** Newest first; the trainer resumes from the first whose blob is whole. */
  readonly checkpoints: readonly ClaimedCheckpoint[];
}

// SKIP LOCKED lets any number of trainers look at once: each locks a row of its own, none waits.
// `held` are the sweeps that give out no run now: those paused, and those that have as many in training as they may.
const SQL = `
WITH held AS (
  SELECT id FROM sweep WHERE paused_at IS NOT NULL
  UNION ALL
  SELECT sweep.id FROM run JOIN sweep ON sweep.id = run.sweep_id
  WHERE run.status = 'RUNNING' GROUP BY sweep.id HAVING count(*) >= sweep.at_once
), self AS (
  SELECT labels, configuration_version, memory_mib - coalesce((
    SELECT sum(required_memory_mib) FROM run WHERE trainer_id = $1 AND status = 'RUNNING'), 0) AS free_mib
  FROM trainer WHERE id = $1
), next AS (
  SELECT run.id FROM run CROSS JOIN self
  WHERE status = 'QUEUED' AND source = 'TRAINER' AND not_before <= clock_timestamp()
    AND run.configuration_version <= self.configuration_version
    AND required_labels <@ self.labels AND (required_memory_mib IS NULL OR required_memory_mib <= self.free_mib)
    AND NOT EXISTS (SELECT 1 FROM project WHERE project.id = run.project_id AND queue_paused_at IS NOT NULL)
    AND (run.sweep_id IS NULL OR run.sweep_id NOT IN (SELECT id FROM held))
  ORDER BY priority DESC, run.id
  LIMIT 1
  FOR UPDATE OF run SKIP LOCKED
), claimed AS (
  UPDATE run SET
    status = 'RUNNING',
    trainer_id = $1,
    lease_expires_at = clock_timestamp() + make_interval(secs => $2),
    fencing_token = run.fencing_token + 1,
    attempt = run.attempt + 1,
    started_at = coalesce(run.started_at, clock_timestamp()),
    sweep_place = (
      SELECT min(place) FROM sweep, generate_series(1, sweep.at_once) AS place
      WHERE sweep.id = run.sweep_id AND NOT EXISTS (
        SELECT 1 FROM run AS other
        WHERE other.sweep_id = run.sweep_id AND other.status = 'RUNNING' AND other.sweep_place = place))
  FROM next WHERE run.id = next.id
  RETURNING run.*
)
SELECT
  claimed.id AS "runId", claimed.fencing_token::float8 AS "fencingToken",
  claimed.project_id AS "projectId", claimed.dataset_id AS "datasetId", claimed.snapshot_id AS "snapshotId",
  snapshot.manifest_sha256 AS "manifestSha256",
  claimed.number, claimed.name, claimed.recipe, claimed.preset, claimed.configuration,
  claimed.configuration_version AS "configurationVersion", claimed.seed,
  CASE WHEN claimed.initial_weights_name IS NOT NULL THEN json_build_object(
    'name', claimed.initial_weights_name,
    'blobSha256', coalesce(weights_file.blob_sha256, initial_version.blob_sha256, initial_checkpoint.blob_sha256),
    'trainerPath', weights_file.trainer_path
  ) END AS "initialWeights",
  claimed.attempt, claimed.max_attempts AS "maxAttempts", claimed.lease_expires_at AS "leaseExpiresAt",
  coalesce((
    SELECT json_agg(json_build_object(
      'id', id, 'step', step, 'epoch', epoch, 'blobSha256', blob_sha256, 'stateBlobSha256', state_blob_sha256,
      'formatVersion', format_version) ORDER BY step DESC)
    FROM checkpoint WHERE run_id = claimed.id
  ), '[]') AS checkpoints,
  pg_notify('run_event', json_build_object('runId', claimed.id, 'kind', 'STATUS')::text)
FROM claimed JOIN snapshot ON snapshot.id = claimed.snapshot_id
LEFT JOIN weights_file ON weights_file.id = claimed.initial_weights_file_id
LEFT JOIN checkpoint AS initial_checkpoint ON initial_checkpoint.id = claimed.initial_checkpoint_id
LEFT JOIN model_version AS initial_version ON initial_version.id = claimed.initial_model_version_id`;

/** Trainers that claim at the same moment: more than that many in a row do not get in each other's way. */
const CLAIMS_TRIED = 20;

/**
 * Takes the next queued run that this trainer has the labels and the free memory for and whose configuration's version it knows, or null when
 * none waits. Each claim raises the run's
 * fencing token: older holders can write no more. Two trainers that at the same moment would take the last place of a sweep are told apart by a
 * unique index; the one refused looks again.
 */
export async function claimRun(
  client: ClientBase | Pool,
  options: { readonly trainerId: string; readonly leaseSeconds: number },
): Promise<ClaimedRun | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await claim(client, options);
    } catch (error) {
      if (!isPlaceTaken(error) || tries === CLAIMS_TRIED) throw error;
    }
  }
}

async function claim(
  client: ClientBase | Pool,
  options: { readonly trainerId: string; readonly leaseSeconds: number },
): Promise<ClaimedRun | null> {
  const { rows } = await client.query<ClaimedRun & { pg_notify: string }>(SQL, [
    options.trainerId,
    options.leaseSeconds,
  ]);
  const row = rows[0];
  if (!row) return null;
  const { pg_notify: _sent, ...run } = row;
  return run;
}

function isPlaceTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === "23505" && constraint === "run_sweep_place_key";
}
