import type { Pool } from "pg";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { inTransaction } from "../database/inTransaction.ts";
import { diffManifests } from "./diffManifests.ts";
import type { ManifestDiff } from "./ManifestDiff.ts";
import { manifestBytes } from "./manifestBytes.ts";
import { manifestText } from "./manifestText.ts";

/** The difference from one kept manifest to another (`Snapshot.manifestSha256`). */
export function diffSnapshots(blobs: BlobStore, beforeSha256: string, afterSha256: string): Promise<ManifestDiff> {
  return diffManifests(manifestBytes(blobs, beforeSha256), manifestBytes(blobs, afterSha256));
}

export interface SnapshotOrigin {
  readonly datasetId: string;
  readonly splitId: string | null;
  readonly manifestSha256: string;
  readonly createdAt: Date;
}

/**
 * The difference from a snapshot to its dataset as it is now. Images that came after it are in it, though its split does not know them.
 */
export function diffFromNow(
  db: { readonly pool: Pool },
  blobs: BlobStore,
  { datasetId, splitId, manifestSha256, createdAt }: SnapshotOrigin,
): Promise<ManifestDiff> {
  return inTransaction(
    db.pool,
    (client) => {
      const options = { datasetId, splitId, andImagesAfter: createdAt };
      const now = bytesOf(manifestText(client, options, { imageCount: 0, annotationCount: 0 }));
      return diffManifests(manifestBytes(blobs, manifestSha256), now);
    },
    { readOnlySnapshot: true },
  );
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of texts) yield Buffer.from(text);
}
