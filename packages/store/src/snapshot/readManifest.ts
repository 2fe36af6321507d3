import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { BlobStore } from "../blobs/BlobStore.ts";
import type { SnapshotManifest } from "./SnapshotManifest.ts";

/** The manifest kept under `manifestSha256` (`Snapshot.manifestSha256`); its bytes are checked against that hash. */
export async function readManifest(blobs: BlobStore, manifestSha256: string): Promise<SnapshotManifest> {
  const bytes = await blobs.read(manifestSha256);
  const manifest = JSON.parse((await promisify(gunzip)(bytes)).toString("utf8")) as { version: unknown };
  if (manifest.version !== 1) {
    throw new Error(
      `readManifest: expected version 1, got ${String(manifest.version)}: this snapshot was made by a newer Maskyard`,
    );
  }
  return manifest as SnapshotManifest;
}
