import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { withRetry } from "../database/withRetry.ts";
import type { BlobStore } from "./BlobStore.ts";
import { sizeOfFile } from "./sizeOfFile.ts";

const TOGETHER = 500;

// Sorted, as writers of rows sort them, so that none waits for another that waits for it.
const RESERVE_SQL = `
INSERT INTO blob (sha256, bytes, media_type)
SELECT sha256, 0, 'application/octet-stream' FROM unnest($1::text[]) AS sha256 ORDER BY sha256
ON CONFLICT (sha256) DO NOTHING
RETURNING sha256`;

/**
 * Removes the files of those hashes that no row speaks of: call it after the rows are gone for good, so that cut off in between, files are
 * left that nothing points to, never the reverse. A writer that stored the same bytes again meanwhile keeps them: a hash is reserved by a
 * row that nobody else ever sees, and is left alone where somebody else's row is or comes. Whoever writes the row right after finds the
 * file gone (`insertBlobs`) and stores it anew.
 *
 * @returns bytes freed
 */
export async function removeBlobFiles(pool: Pool, blobs: BlobStore, sha256s: readonly string[]): Promise<number> {
  let bytesFreed = 0;
  const remove = async (sha256: string): Promise<void> => {
    const bytes = await sizeOfFile(blobs.path(sha256));
    await blobs.remove(sha256);
    bytesFreed += bytes ?? 0;
  };
  const distinct = [...new Set(sha256s)].sort();
  for (let first = 0; first < distinct.length; first += TOGETHER) {
    const some = distinct.slice(first, first + TOGETHER);
    await withRetry(() =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ sha256: string }>(RESERVE_SQL, [some]);
        const reserved = rows.map(({ sha256 }) => sha256);
        await Promise.all(reserved.map(remove));
        await client.query("DELETE FROM blob WHERE sha256 = ANY($1)", [reserved]);
      }),
    );
  }
  return bytesFreed;
}
