import type { Pool, PoolClient } from "pg";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { deleteUnusedBlobRows } from "../blobs/deleteUnusedBlobs.ts";
import { removeBlobFiles } from "../blobs/removeBlobFiles.ts";
import { notify } from "../notify/channels.ts";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";
import { markBestCheckpoint, RANKED_SQL, rankParameters, retentionOfRun } from "./rankCheckpoints.ts";

const LOCK_SQL = "SELECT 1 FROM checkpoint WHERE run_id = $1 ORDER BY id FOR UPDATE";

/**
 * Before checkpoints are deleted. A launch or a registration that names one holds its row shared until it commits: waited for here, it is seen
 * by the next statement, and none is deleted that somebody has just begun to use.
 */
export async function lockCheckpoints(client: PoolClient, runId: string): Promise<void> {
  await client.query(LOCK_SQL, [runId]);
}

/** What nobody uses: not pinned by hand, no version of a registered model, and no run starts from it. */
const UNUSED_SQL = `NOT pinned
  AND NOT EXISTS (SELECT 1 FROM model_version WHERE checkpoint_id = checkpoint.id)
  AND NOT EXISTS (SELECT 1 FROM run WHERE initial_checkpoint_id = checkpoint.id)`;

const RETURNING_SQL = `RETURNING blob_sha256 AS "blobSha256", state_blob_sha256 AS "stateBlobSha256"`;

const DELETE_OLD_SQL = `
WITH ranked AS (${RANKED_SQL})
DELETE FROM checkpoint
WHERE run_id = $1 AND ${UNUSED_SQL}
  AND id NOT IN (SELECT id FROM ranked WHERE rank <= $5)
  AND id NOT IN (SELECT id FROM checkpoint WHERE run_id = $1 ORDER BY step DESC LIMIT $6)
  AND ($7::int IS NULL OR step % $7::int <> 0)
${RETURNING_SQL}`;

/**
 * Removes the run's checkpoints, files too, except those that its configuration keeps (the last, the best, every so many steps), those
 * pinned by hand, versions of registered models and those that a run starts from; a file takes hundreds of MiB. Evaluations stay.
 * Throws `LeaseLostError`.
 */
export async function pruneCheckpoints(pool: Pool, blobs: BlobStore, lease: RunLease): Promise<void> {
  const { runId } = lease;
  const unused = await underRunLease(pool, lease, async (client) => {
    const retention = await retentionOfRun(client, runId);
    await lockCheckpoints(client, runId);
    const { rows } = await client.query<RemovedCheckpoint>(DELETE_OLD_SQL, [
      ...rankParameters(runId, retention),
      retention.keepBestCheckpoints,
      retention.keepLastCheckpoints,
      retention.keepCheckpointsEverySteps,
    ]);
    if (rows.length === 0) return [];
    // Where none of the best is kept, the mark goes to what is left.
    await markBestCheckpoint(client, runId);
    await notify(client, "run_event", { runId, kind: "CHECKPOINT" });
    return deleteUnusedBlobRows(client, sha256sOf(rows));
  });
  await removeBlobFiles(pool, blobs, unused);
}

const DELETE_CHECKPOINTS_AFTER_SQL = `DELETE FROM checkpoint WHERE run_id = $1 AND step > $2 AND ${UNUSED_SQL} ${RETURNING_SQL}`;

const DELETE_EVALUATIONS_AFTER_SQL = "DELETE FROM evaluation WHERE run_id = $1 AND step > $2";

const BEST_VALUE_AGAIN_SQL = `
UPDATE run SET best_value = (
  SELECT (metrics->'segm'->>'AP')::float8 AS value FROM evaluation
  WHERE run_id = $1 AND subset = 'VAL' AND metrics->'segm'->>'AP' IS NOT NULL ORDER BY value DESC LIMIT 1)
WHERE id = $1`;

/**
 * Removes the checkpoints, files too, and evaluations of steps greater than `step`: what a run continued from that step makes anew. Checkpoints that
 * somebody uses stay until the run writes them again. The best value and checkpoint become those of what is left. Throws `LeaseLostError`.
 */
export async function discardCheckpointsAfter(
  pool: Pool,
  blobs: BlobStore,
  options: RunLease & { readonly step: number },
): Promise<void> {
  const { runId, step } = options;
  const unused = await underRunLease(pool, options, async (client) => {
    await lockCheckpoints(client, runId);
    const { rows } = await client.query<RemovedCheckpoint>(DELETE_CHECKPOINTS_AFTER_SQL, [runId, step]);
    const { rowCount } = await client.query(DELETE_EVALUATIONS_AFTER_SQL, [runId, step]);
    if (rows.length === 0 && rowCount === 0) return [];
    await chooseBestAgain(client, runId);
    await notify(client, "run_event", { runId, kind: "CHECKPOINT", step });
    return deleteUnusedBlobRows(client, sha256sOf(rows));
  });
  await removeBlobFiles(pool, blobs, unused);
}

async function chooseBestAgain(client: PoolClient, runId: string): Promise<void> {
  await client.query(BEST_VALUE_AGAIN_SQL, [runId]);
  await markBestCheckpoint(client, runId);
}

export interface RemovedCheckpoint {
  readonly blobSha256: string;
  readonly stateBlobSha256: string | null;
}

export function sha256sOf(removed: readonly RemovedCheckpoint[]): string[] {
  return removed
    .flatMap(({ blobSha256, stateBlobSha256 }) => [blobSha256, stateBlobSha256])
    .filter((sha256) => sha256 !== null);
}
