import type { ClientBase, Pool } from "pg";
import type { StoredBlob } from "./BlobStore.ts";

const SQL = `
INSERT INTO blob (sha256, bytes, media_type)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
ON CONFLICT (sha256) DO NOTHING`;

/** Writes the rows of stored bytes. Rows that are there already stay as they are. */
export async function insertBlobs(client: ClientBase | Pool, blobs: readonly StoredBlob[]): Promise<void> {
  // Sorted, so that two writers of overlapping sets lock rows in the same order.
  const sorted = [...blobs].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  await client.query(SQL, [
    sorted.map((blob) => blob.sha256),
    sorted.map((blob) => blob.bytes),
    sorted.map((blob) => blob.mediaType),
  ]);
}

/** The row of one blob; call it after `BlobStore.put`, so that a row never speaks of bytes that are not there. */
export async function recordBlob(client: ClientBase | Pool, blob: StoredBlob): Promise<void> {
  await insertBlobs(client, [blob]);
}
