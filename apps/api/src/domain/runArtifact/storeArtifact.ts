import {
  deleteUnusedBlobRows,
  insertBlobs,
  inTransaction,
  newId,
  removeBlobFiles,
  type StoredBlob,
} from "@maskyard/store";
import type { PoolClient } from "pg";
import type { Services } from "../../services.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

const ARTIFACTS_MAX = 10_000;

// Whoever logs to the run, or deletes it, comes before or after this.
const LOCK_SQL = "SELECT 1 FROM run WHERE id = $1 FOR UPDATE";

// A file cannot be a folder as well: whoever downloads them all could not write both.
const CLASH_SQL = `
SELECT path FROM run_artifact WHERE run_id = $1 AND (starts_with(path, $2 || '/') OR path = ANY($3::text[])) LIMIT 1`;

const COUNT_SQL = "SELECT count(*)::int AS count FROM run_artifact WHERE run_id = $1 AND path <> $2";

const REPLACE_SQL = `
WITH before AS (SELECT blob_sha256 FROM run_artifact WHERE run_id = $2 AND path = $3), written AS (
  INSERT INTO run_artifact (id, run_id, path, blob_sha256, bytes) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (run_id, path) DO UPDATE SET
    blob_sha256 = excluded.blob_sha256, bytes = excluded.bytes, created_at = clock_timestamp()
)
SELECT blob_sha256 AS sha256 FROM before WHERE blob_sha256 <> $4`;

/** Writes the row of a file that lies in the blob store, in place of one that had the path before; that one's bytes go when nothing else has them. */
export async function storeArtifact(
  services: Services,
  artifact: { readonly runId: string; readonly path: string; readonly blob: StoredBlob },
): Promise<void> {
  const { runId, path, blob } = artifact;
  const unused = await inTransaction(services.pool, async (client) => {
    const { rowCount } = await client.query(LOCK_SQL, [runId]);
    if (rowCount !== 1) throw new ConflictError("The run has been deleted in the meantime.");
    const clash = await client.query<{ path: string }>(CLASH_SQL, [runId, path, foldersOf(path)]);
    const [taken] = clash.rows;
    if (taken)
      throw new ConflictError(
        `The run already has an artifact ${JSON.stringify(taken.path)}. A path cannot be both a file and a folder.`,
      );
    const { rows } = await client.query<{ count: number }>(COUNT_SQL, [runId, path]);
    if ((rows[0]?.count ?? 0) >= ARTIFACTS_MAX) {
      throw new ConflictError(`A run has at most ${ARTIFACTS_MAX} artifacts. Log an archive of them instead.`);
    }
    await insertBlobs(client, services.blobs, [blob]);
    const replaced = await client.query<{ sha256: string }>(REPLACE_SQL, [
      newId(),
      runId,
      path,
      blob.sha256,
      blob.bytes,
    ]);
    return deleteUnusedBlobRows(
      client,
      replaced.rows.map(({ sha256 }) => sha256),
    );
  });
  await removeBlobFiles(services.pool, services.blobs, unused);
}

/** "a/b/c": "a" and "a/b". */
function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

const DELETE_SQL = `
DELETE FROM run_artifact WHERE run_id = $1 AND ($2 = '' OR path = $2 OR starts_with(path, $2 || '/')) RETURNING blob_sha256 AS sha256`;

/** Deletes an artifact, or a folder of them ("": all). Returns how many. */
export async function deleteArtifacts(services: Services, runId: string, path: string): Promise<number> {
  const { deleted, unused } = await inTransaction(services.pool, (client) => deleteArtifactsWith(client, runId, path));
  await removeBlobFiles(services.pool, services.blobs, unused);
  return deleted;
}

/** {@link deleteArtifacts} within the caller's transaction, after which the caller removes the files of the `unused` blobs. */
export async function deleteArtifactsWith(client: PoolClient, runId: string, path: string) {
  const { rows } = await client.query<{ sha256: string }>(DELETE_SQL, [runId, path]);
  const sha256s = rows.map(({ sha256 }) => sha256);
  return { deleted: rows.length, unused: await deleteUnusedBlobRows(client, sha256s) };
}
