import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import type { BlobStore, StoredBlob } from "./BlobStore.ts";
import { BlobRemovedError } from "./blobErrors.ts";

// In the order of the hashes, so that two writers of overlapping sets lock rows in the same order.
const INSERT_SQL = `
INSERT INTO blob (sha256, bytes, media_type)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]) AS stored (sha256, bytes, media_type) ORDER BY sha256
ON CONFLICT (sha256) DO NOTHING
RETURNING sha256`;

const HOLD_SQL = "SELECT sha256 FROM blob WHERE sha256 = ANY($1) ORDER BY sha256 FOR KEY SHARE";

const LOOKED_AT_TOGETHER = 100;

/**
 * Writes the rows of stored bytes, in the transaction that also writes what uses them; rows that are there already stay as they are, and
 * none of them can go before the transaction ends. Throws {@link BlobRemovedError} where the file was removed after it was stored, as an
 * unused one: it has to be stored anew.
 *
 * @param files where the bytes lie; null for rows without any, which only tests and benchmarks have
 */
export async function insertBlobs(
  client: PoolClient,
  files: BlobStore | null,
  blobs: readonly StoredBlob[],
): Promise<void> {
  const bySha256 = new Map(blobs.map((blob) => [blob.sha256, blob]));
  const inserted: string[] = [];
  for (let missing = [...bySha256.values()]; missing.length > 0; ) {
    const { rows } = await client.query<{ sha256: string }>(INSERT_SQL, [
      missing.map(({ sha256 }) => sha256),
      missing.map(({ bytes }) => bytes),
      missing.map(({ mediaType }) => mediaType),
    ]);
    inserted.push(...rows.map(({ sha256 }) => sha256));
    const held = await client.query<{ sha256: string }>(HOLD_SQL, [missing.map(({ sha256 }) => sha256)]);
    const holds = new Set(held.rows.map(({ sha256 }) => sha256));
    // A row that was there and went before it was held is written again.
    missing = missing.filter(({ sha256 }) => !holds.has(sha256));
  }
  // From here on nobody removes a file: see `removeBlobFiles`. Rows that were there already have theirs.
  if (files !== null) await requireFiles(files, inserted);
}

async function requireFiles(files: BlobStore, sha256s: readonly string[]): Promise<void> {
  const gone: string[] = [];
  for (let first = 0; first < sha256s.length; first += LOOKED_AT_TOGETHER) {
    const some = sha256s.slice(first, first + LOOKED_AT_TOGETHER);
    const found = await Promise.all(some.map((sha256) => files.has(sha256)));
    gone.push(...some.filter((_, index) => !found[index]));
  }
  if (gone.length > 0) throw new BlobRemovedError(gone);
}

/** The row of one blob; call it after `BlobStore.put`, so that a row never speaks of bytes that are not there. */
export async function recordBlob(pool: Pool, files: BlobStore, blob: StoredBlob): Promise<void> {
  await inTransaction(pool, (client) => insertBlobs(client, files, [blob]));
}
