import type { Pool } from "pg";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { deleteUnusedBlobRows } from "../blobs/deleteUnusedBlobs.ts";
import { removeBlobFiles } from "../blobs/removeBlobFiles.ts";
import { inTransaction } from "../database/inTransaction.ts";
import { lockCheckpoints, type RemovedCheckpoint, sha256sOf } from "./removeCheckpoints.ts";

// Before the run, as whoever works on it.
const LOCK_JOB_SQL = "SELECT 1 FROM job WHERE id = (SELECT job_id FROM run WHERE id = $1) FOR UPDATE";

// A run that a trainer holds, or may yet be given, has to be cancelled first; an external one can be deleted at any time.
const LOCK_SQL = `
SELECT 1 FROM run WHERE id = $1 AND (source = 'EXTERNAL' OR status NOT IN ('QUEUED', 'RUNNING')) FOR UPDATE`;

const REGISTERED_SQL = "SELECT 1 FROM model_version WHERE run_id = $1 LIMIT 1";

const CHECKPOINTS_SQL = `
DELETE FROM checkpoint WHERE run_id = $1
RETURNING blob_sha256 AS "blobSha256", state_blob_sha256 AS "stateBlobSha256"`;

const ARTIFACTS_SQL = `DELETE FROM run_artifact WHERE run_id = $1 RETURNING blob_sha256 AS "blobSha256", NULL AS "stateBlobSha256"`;

/** `busy`: it is queued or trains, or there is none. `registered`: a version of a registered model comes from it. */
export type RunDeletion = "deleted" | "busy" | "registered";

/**
 * Deletes a run with its job, series, log, evaluations, checkpoints and artifacts, files too, in one transaction: the points lie in chunks, so a run of
 * 6,000,000 values is some 25,000 rows. Nothing is deleted unless the answer is `deleted`.
 */
export async function deleteRun(
  pool: Pool,
  blobs: BlobStore,
  options: { readonly runId: string },
): Promise<RunDeletion> {
  const outcome = await inTransaction(pool, async (client) => {
    await client.query(LOCK_JOB_SQL, [options.runId]);
    const { rowCount } = await client.query(LOCK_SQL, [options.runId]);
    if (rowCount !== 1) return "busy";
    await lockCheckpoints(client, options.runId);
    const registered = await client.query(REGISTERED_SQL, [options.runId]);
    if (registered.rowCount !== 0) return "registered";
    const { rows } = await client.query<RemovedCheckpoint>(CHECKPOINTS_SQL, [options.runId]);
    const artifacts = await client.query<RemovedCheckpoint>(ARTIFACTS_SQL, [options.runId]);
    await client.query("DELETE FROM run WHERE id = $1", [options.runId]);
    return deleteUnusedBlobRows(client, sha256sOf([...rows, ...artifacts.rows]));
  });
  if (typeof outcome === "string") return outcome;
  await removeBlobFiles(pool, blobs, outcome);
  return "deleted";
}
