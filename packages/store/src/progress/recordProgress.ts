import type { Pool } from "pg";
import { LeaseLostError } from "../job/JobLease.ts";
import type { RunLease } from "../training/RunLease.ts";

const SQL = `
WITH held AS (
  SELECT id FROM job WHERE id = $3 AND fencing_token = $2 AND status = 'RUNNING' FOR UPDATE
), changed AS (
  UPDATE run SET
    step = coalesce($4, step),
    total_steps = coalesce($5, total_steps),
    epoch = coalesce($6, epoch),
    total_epochs = coalesce($7, total_epochs),
    steps_per_epoch = coalesce($8, steps_per_epoch),
    -- Once under each fencing token: a report is written again when its answer was lost.
    resumes = CASE WHEN $9::int IS NULL OR jsonb_path_exists(resumes, '$[*] ? (@.fencingToken == $token)', jsonb_build_object('token', $2::bigint))
      THEN resumes ELSE resumes || jsonb_build_object('step', $9::int, 'at', now(), 'fencingToken', $2::bigint) END
  FROM held WHERE run.id = $1 AND run.job_id = held.id
  RETURNING run.id, step
), traced AS (
  -- The difference is of the code that the facts name, so none where these have none.
  INSERT INTO run_provenance (run_id, facts, local_difference)
  SELECT id, $10::jsonb, $11 FROM changed WHERE $10::jsonb IS NOT NULL
  ON CONFLICT (run_id) DO UPDATE SET facts = excluded.facts, local_difference = excluded.local_difference
)
SELECT pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS', 'step', step)::text) FROM changed`;

/** How far the run is. What is absent stays as it was. */
export interface RunProgress {
  /** Optimizer steps done. */
  readonly step?: number;
  readonly totalSteps?: number;
  readonly epoch?: number;
  readonly totalEpochs?: number;
  readonly stepsPerEpoch?: number;
  /** The checkpoint's step that the training goes on from after it was cut off; kept as one of the run's resumes. */
  readonly resumedFromStep?: number;
  /** Commit, engine, device and versions of what trains. */
  readonly provenance?: object;
  /** How that code differs from its commit, given with the provenance. */
  readonly localDifference?: string | null;
}

/** Writes how far the run is. Throws {@link LeaseLostError} when it is no longer this trainer's. */
export async function recordProgress(pool: Pool, options: RunLease & RunProgress): Promise<void> {
  const { rowCount } = await pool.query(SQL, [
    options.runId,
    options.fencingToken,
    options.jobId,
    options.step ?? null,
    options.totalSteps ?? null,
    options.epoch ?? null,
    options.totalEpochs ?? null,
    options.stepsPerEpoch ?? null,
    options.resumedFromStep ?? null,
    options.provenance === undefined ? null : JSON.stringify(options.provenance),
    options.localDifference ?? null,
  ]);
  if (rowCount !== 1) throw new LeaseLostError(options);
}
