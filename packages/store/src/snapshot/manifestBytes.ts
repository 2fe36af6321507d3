import { createHash } from "node:crypto";
import { createGunzip } from "node:zlib";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { BlobDamagedError } from "../blobs/blobErrors.ts";

/** The canonical JSON of a kept manifest in pieces; throws {@link BlobDamagedError} at the end of bytes that are not those of the hash. */
export async function* manifestBytes(blobs: BlobStore, manifestSha256: string): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const packed = await blobs.open(manifestSha256);
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  packed.on("data", (chunk) => hash.update(chunk));
  // A file that cannot be read further must end the reader too.
  packed.on("error", (error) => unpacked.destroy(error));
  try {
    for await (const piece of packed.pipe(unpacked)) yield piece as Buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith("Z_")) throw new BlobDamagedError(manifestSha256, "no gzip");
    throw error;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
  const actual = hash.digest("hex");
  if (actual !== manifestSha256) throw new BlobDamagedError(manifestSha256, actual);
}
