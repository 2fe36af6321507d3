import type { Pool } from "pg";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { deleteUnusedBlobRows, removeBlobFiles } from "../blobs/deleteUnusedBlobs.ts";
import type { RunLease } from "../lease/RunLease.ts";
import { underLease } from "../lease/underLease.ts";
import { notify } from "../notify/channels.ts";

const DELETE_OLD_SQL = `
DELETE FROM checkpoint
WHERE run_id = $1 AND NOT best AND NOT pinned
  AND NOT EXISTS (SELECT 1 FROM run WHERE initial_checkpoint_id = checkpoint.id)
  AND id NOT IN (SELECT id FROM checkpoint WHERE run_id = $1 ORDER BY step DESC LIMIT $2)
RETURNING blob_sha256 AS "blobSha256", state_blob_sha256 AS "stateBlobSha256"`;

/**
 * Removes the run's checkpoints, files too, except the best, the newest `keepNewest`, those pinned by hand and those that another run starts from; a file
 * takes hundreds of MiB. Evaluations stay.
 * Throws `LeaseLostError`.
 */
export async function pruneCheckpoints(
  pool: Pool,
  blobs: BlobStore,
  options: RunLease & { readonly keepNewest: number },
): Promise<void> {
  const { runId, keepNewest } = options;
  const unused = await underLease(pool, options, async (client) => {
    const { rows } = await client.query<RemovedCheckpoint>(DELETE_OLD_SQL, [runId, keepNewest]);
    if (rows.length === 0) return [];
    await notify(client, "run_event", { runId, kind: "CHECKPOINT" });
    return deleteUnusedBlobRows(client, sha256sOf(rows));
  });
  await removeBlobFiles(blobs, unused);
}

const DELETE_CHECKPOINTS_AFTER_SQL = `
DELETE FROM checkpoint WHERE run_id = $1 AND step > $2
RETURNING blob_sha256 AS "blobSha256", state_blob_sha256 AS "stateBlobSha256"`;

const DELETE_EVALUATIONS_AFTER_SQL = "DELETE FROM evaluation WHERE run_id = $1 AND step > $2";

const BEST_AGAIN_SQL = `
WITH best AS (
  SELECT checkpoint_id, (metrics->'segm'->>'AP')::float8 AS value FROM evaluation
  WHERE run_id = $1 AND subset = 'VAL' AND metrics->'segm'->>'AP' IS NOT NULL
  ORDER BY value DESC, step LIMIT 1
), marked AS (
  UPDATE checkpoint SET best = (id = (SELECT checkpoint_id FROM best)) WHERE run_id = $1 AND EXISTS (SELECT 1 FROM best)
)
UPDATE run SET best_value = (SELECT value FROM best) WHERE id = $1`;

/**
 * Removes the checkpoints, files too, and evaluations of steps greater than `step`: what a run continued from that step makes anew. The best value
 * and checkpoint become those of what is left. Throws `LeaseLostError`.
 */
export async function discardCheckpointsAfter(
  pool: Pool,
  blobs: BlobStore,
  options: RunLease & { readonly step: number },
): Promise<void> {
  const { runId, step } = options;
  const unused = await underLease(pool, options, async (client) => {
    const { rows } = await client.query<RemovedCheckpoint>(DELETE_CHECKPOINTS_AFTER_SQL, [runId, step]);
    const { rowCount } = await client.query(DELETE_EVALUATIONS_AFTER_SQL, [runId, step]);
    if (rows.length === 0 && rowCount === 0) return [];
    await client.query(BEST_AGAIN_SQL, [runId]);
    await notify(client, "run_event", { runId, kind: "CHECKPOINT", step });
    return deleteUnusedBlobRows(client, sha256sOf(rows));
  });
  await removeBlobFiles(blobs, unused);
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
