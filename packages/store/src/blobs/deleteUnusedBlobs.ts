import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import type { BlobStore } from "./BlobStore.ts";
import { removeBlobFiles } from "./removeBlobFiles.ts";

/** Whoever is about to use one of them holds its row (`insertBlobs`): waited for here, the next statement sees the use. */
const LOCK_SQL = "SELECT 1 FROM blob WHERE sha256 = ANY($1) ORDER BY sha256 FOR UPDATE";

const DELETE_SQL = `
DELETE FROM blob WHERE sha256 = ANY($1)
  AND NOT EXISTS (SELECT 1 FROM checkpoint WHERE blob_sha256 = sha256)
  AND NOT EXISTS (SELECT 1 FROM checkpoint WHERE state_blob_sha256 = sha256)
  AND NOT EXISTS (SELECT 1 FROM weights_file WHERE blob_sha256 = sha256)
  AND NOT EXISTS (SELECT 1 FROM model_version WHERE blob_sha256 = sha256)
  AND NOT EXISTS (SELECT 1 FROM model_version_file WHERE blob_sha256 = sha256)
  AND NOT EXISTS (SELECT 1 FROM run_artifact WHERE blob_sha256 = sha256)
  AND NOT EXISTS (SELECT 1 FROM image WHERE blob_sha256 = sha256)
  AND NOT EXISTS (SELECT 1 FROM snapshot WHERE manifest_sha256 = sha256)
RETURNING sha256`;

/** Removes those of the blobs that no row speaks of any more, files too; returns the bytes freed. */
export async function deleteUnusedBlobs(pool: Pool, blobs: BlobStore, sha256s: readonly string[]): Promise<number> {
  const unused = await inTransaction(pool, (client) => deleteUnusedBlobRows(client, sha256s));
  return removeBlobFiles(pool, blobs, unused);
}

/** For a transaction of the caller's, which removes the files (`removeBlobFiles`) once it is committed. Returns what became unused. */
export async function deleteUnusedBlobRows(client: PoolClient, sha256s: readonly string[]): Promise<string[]> {
  await client.query(LOCK_SQL, [sha256s]);
  const { rows } = await client.query<{ sha256: string }>(DELETE_SQL, [sha256s]);
  return rows.map(({ sha256 }) => sha256);
}
