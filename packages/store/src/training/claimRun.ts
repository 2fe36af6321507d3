import type { ClientBase, Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { type ClaimedJob, type ClaimOptions, claimJob, isPlaceTaken } from "../job/claimJob.ts";
import type { RunLease } from "./RunLease.ts";
import { trainJob } from "./trainJob.ts";

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
export interface ClaimedRun extends RunLease, Omit<ClaimedJob, "kind"> {
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
  /** Newest first; the trainer resumes from the first whose blob is whole. */
  readonly checkpoints: readonly ClaimedCheckpoint[];
}

type RunToTrain = Omit<ClaimedRun, keyof ClaimedJob>;

const RUN_SQL = `
SELECT
  run.id AS "runId", run.project_id AS "projectId", run.dataset_id AS "datasetId", run.snapshot_id AS "snapshotId",
  snapshot.manifest_sha256 AS "manifestSha256",
  run.number, run.name, run.recipe, run.preset, run.configuration, run.configuration_version AS "configurationVersion", run.seed,
  CASE WHEN run.initial_weights_name IS NOT NULL THEN json_build_object(
    'name', run.initial_weights_name,
    'blobSha256', coalesce(weights_file.blob_sha256, initial_version.blob_sha256, initial_checkpoint.blob_sha256),
    'trainerPath', weights_file.trainer_path
  ) END AS "initialWeights",
  coalesce((
    SELECT json_agg(json_build_object(
      'id', id, 'step', step, 'epoch', epoch, 'blobSha256', blob_sha256, 'stateBlobSha256', state_blob_sha256,
      'formatVersion', format_version) ORDER BY step DESC)
    FROM checkpoint WHERE run_id = run.id
  ), '[]') AS checkpoints
FROM run JOIN snapshot ON snapshot.id = run.snapshot_id
LEFT JOIN weights_file ON weights_file.id = run.initial_weights_file_id
LEFT JOIN checkpoint AS initial_checkpoint ON initial_checkpoint.id = run.initial_checkpoint_id
LEFT JOIN model_version AS initial_version ON initial_version.id = run.initial_model_version_id
WHERE run.job_id = $1`;

/** Trainers that claim at the same moment: more than that many in a row do not get in each other's way. */
const CLAIMS_TRIED = 20;

/**
 * Takes the next queued run that this trainer may be given (see `claimJob`), or null when none waits. Of two trainers that at the same moment would
 * take the last place of a sweep the one refused looks again.
 */
export async function claimRun(pool: Pool, options: ClaimOptions): Promise<ClaimedRun | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(pool, (client) => claimRunWithin(client, options));
    } catch (error) {
      if (!isPlaceTaken(error) || tries === CLAIMS_TRIED) throw error;
    }
  }
}

/** As part of a transaction; throws, and the transaction is lost, where another trainer took the last place of the run's sweep. */
export async function claimRunWithin(client: ClientBase, options: ClaimOptions): Promise<ClaimedRun | null> {
  const job = await claimJob(client, [trainJob], options);
  if (!job) return null;
  const { rows } = await client.query<RunToTrain>(RUN_SQL, [job.jobId]);
  const run = rows[0];
  if (!run) throw new Error(`claimRun: expected the run of job ${job.jobId}, found none`);
  const { kind: _train, ...claimed } = job;
  return { ...run, ...claimed };
}
