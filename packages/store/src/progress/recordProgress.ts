import type { Pool } from "pg";
import { LeaseLostError, type RunLease } from "../lease/RunLease.ts";

const SQL = `
WITH changed AS (
  UPDATE run SET
    step = coalesce($3, step),
    total_steps = coalesce($4, total_steps),
    epoch = coalesce($5, epoch),
    total_epochs = coalesce($6, total_epochs),
    provenance = coalesce($7::jsonb, provenance),
    -- Of the code that the provenance names, so none where that has none.
    local_difference = CASE WHEN $7::jsonb IS NULL THEN local_difference ELSE $10 END,
    steps_per_epoch = coalesce($8, steps_per_epoch),
    -- Once under each fencing token: a report is written again when its answer was lost.
    resumes = CASE WHEN $9::int IS NULL OR jsonb_path_exists(resumes, '$[*] ? (@.fencingToken == $token)', jsonb_build_object('token', $2::bigint))
      THEN resumes ELSE resumes || jsonb_build_object('step', $9::int, 'at', now(), 'fencingToken', $2::bigint) END
  WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'
  RETURNING id, step
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
    options.step ?? null,
    options.totalSteps ?? null,
    options.epoch ?? null,
    options.totalEpochs ?? null,
    options.provenance === undefined ? null : JSON.stringify(options.provenance),
    options.stepsPerEpoch ?? null,
    options.resumedFromStep ?? null,
    options.localDifference ?? null,
  ]);
  if (rowCount !== 1) throw new LeaseLostError(options);
}
