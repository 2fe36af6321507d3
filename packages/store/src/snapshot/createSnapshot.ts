import { createHash } from "node:crypto";
import { Readable, type Transform } from "node:stream";
import { createGzip } from "node:zlib";
import type { Pool, PoolClient } from "pg";
import type { BlobStore, StoredBlob } from "../blobs/BlobStore.ts";
import { insertBlobs } from "../blobs/recordBlob.ts";
import { inTransaction } from "../database/inTransaction.ts";
import { newId } from "../database/newId.ts";
import { type ManifestCounts, manifestText } from "./manifestText.ts";

export interface CreatedSnapshot {
  readonly snapshotId: string;
  /** SHA-256 of the manifest's canonical JSON: the same content has the same hash. */
  readonly hash: string;
  readonly manifestSha256: string;
  readonly imageCount: number;
  readonly annotationCount: number;
}

const INSERT_SQL = `
INSERT INTO snapshot (id, dataset_id, split_id, hash, manifest_sha256, image_count, annotation_count)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (dataset_id, hash) DO NOTHING`;

const SELECT_SQL = `
SELECT id AS "snapshotId", hash, manifest_sha256 AS "manifestSha256", image_count AS "imageCount", annotation_count AS "annotationCount"
FROM snapshot WHERE dataset_id = $1 AND hash = $2`;

/**
 * Freezes a dataset's images, annotations and categories as they are now, with the subsets of `splitId` (images outside the split are left out;
 * without a split all are in, with subset null). The manifest is written as a blob, then its row. Content that has a snapshot already gives that one.
 */
export async function createSnapshot(
  db: { readonly pool: Pool },
  blobs: BlobStore,
  options: { readonly datasetId: string; readonly splitId: string | null },
): Promise<CreatedSnapshot> {
  const counts: ManifestCounts = { imageCount: 0, annotationCount: 0 };
  const { hash, blob } = await inTransaction(db.pool, (client) => writeManifest(client, blobs, options, counts), {
    readOnlySnapshot: true,
  });
  return inTransaction(db.pool, async (client) => {
    const existing = await client.query<CreatedSnapshot>(SELECT_SQL, [options.datasetId, hash]);
    if (existing.rows[0]) return existing.rows[0];
    await insertBlobs(client, blobs, [blob]);
    const { imageCount, annotationCount } = counts;
    await client.query(INSERT_SQL, [
      newId(),
      options.datasetId,
      options.splitId,
      hash,
      blob.sha256,
      imageCount,
      annotationCount,
    ]);
    const { rows } = await client.query<CreatedSnapshot>(SELECT_SQL, [options.datasetId, hash]);
    const created = rows[0];
    if (!created) throw new Error(`createSnapshot: expected the snapshot with hash ${hash} to be there, found none`);
    return created;
  });
}

async function writeManifest(
  client: PoolClient,
  blobs: BlobStore,
  options: { readonly datasetId: string; readonly splitId: string | null },
  counts: ManifestCounts,
): Promise<{ hash: string; blob: StoredBlob }> {
  const contentHash = createHash("sha256");
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const piece of manifestText(client, options, counts)) {
      const bytes = Buffer.from(piece);
      contentHash.update(bytes);
      yield bytes;
    }
  }
  const text = Readable.from(hashed());
  const packed: Transform = createGzip();
  // A failed query must end the writer too, not leave it waiting for bytes.
  text.on("error", (error) => packed.destroy(error));
  const blob = await blobs.put(text.pipe(packed), "application/gzip");
  return { hash: contentHash.digest("hex"), blob };
}
