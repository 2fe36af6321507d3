import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { BlobDamagedError, BlobMissingError } from "./blobErrors.ts";
import { sizeOfFile } from "./sizeOfFile.ts";
import { makeFolderDurable, syncFolder } from "./syncFolder.ts";

/** What the blob table's row says of stored bytes. */
export interface StoredBlob {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
}

export interface ByteRange {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

const SHA256_PATTERN = /^[0-9a-f]{64}$/;

/**
 * Bytes kept once under their SHA-256 at `<directory>/ab/cd/<sha256>`. A file under its final name is whole and durable: it is written
 * beside (`<directory>/tmp`), synced and renamed, and the folder is synced before `put` resolves.
 */
export class BlobStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Where the bytes of `sha256` lie, whether there or not. Throws on anything that is not a hash. */
  path(sha256: string): string {
    if (!SHA256_PATTERN.test(sha256)) {
      throw new Error(
        `BlobStore.path: expected 64 lower-case hexadecimal digits, got ${JSON.stringify(sha256.slice(0, 80))}`,
      );
    }
    return join(this.directory, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /**
   * Stores the bytes; the same bytes again change nothing, unless what lies there under their hash is no longer what it was: then they
   * take its place. They outlive a power loss once this resolves.
   */
  async put(source: Readable | AsyncIterable<Uint8Array> | Uint8Array, mediaType: string): Promise<StoredBlob> {
    const temporaryFolder = join(this.directory, "tmp");
    await mkdir(temporaryFolder, { recursive: true });
    const temporaryPath = join(temporaryFolder, randomUUID());
    try {
      const { sha256, bytes } = await writeDurably(temporaryPath, source);
      const finalPath = this.path(sha256);
      // A file of another length or content is not ours (a disk repaired by fsck, a copied folder): the whole one replaces it.
      if ((await sizeOfFile(finalPath)) !== bytes || !(await this.isSound(sha256))) {
        await makeFolderDurable(dirname(finalPath), this.directory);
        await rename(temporaryPath, finalPath);
      }
      await syncFolder(dirname(finalPath));
      return { sha256, bytes, mediaType };
    } finally {
      await rm(temporaryPath, { force: true });
    }
  }

  /** A stream of the bytes, or of a range of them. Throws {@link BlobMissingError} before the first byte. */
  async open(sha256: string, range?: ByteRange): Promise<Readable> {
    const handle = await this.#openFile(sha256);
    return handle.createReadStream(range ? { start: range.start, end: range.end } : {});
  }

  /** All bytes, their hash checked: throws {@link BlobMissingError} or {@link BlobDamagedError}. */
  async read(sha256: string): Promise<Buffer> {
    const handle = await this.#openFile(sha256);
    try {
      const bytes = await handle.readFile();
      const actual = createHash("sha256").update(bytes).digest("hex");
      if (actual !== sha256) throw new BlobDamagedError(sha256, actual);
      return bytes;
    } finally {
      await handle.close();
    }
  }

  /** Reads the file through and throws as {@link read} does, without holding it in memory. */
  async verify(sha256: string): Promise<void> {
    const hash = createHash("sha256");
    for await (const chunk of await this.open(sha256)) hash.update(chunk as Uint8Array);
    const actual = hash.digest("hex");
    if (actual !== sha256) throw new BlobDamagedError(sha256, actual);
  }

  /** Whether the bytes are there and are still those of their hash; reads the file through. */
  async isSound(sha256: string): Promise<boolean> {
    try {
      await this.verify(sha256);
      return true;
    } catch (error) {
      if (error instanceof BlobDamagedError || error instanceof BlobMissingError) return false;
      throw error;
    }
  }

  async has(sha256: string): Promise<boolean> {
    return (await sizeOfFile(this.path(sha256))) !== null;
  }

  async size(sha256: string): Promise<number> {
    const bytes = await sizeOfFile(this.path(sha256));
    if (bytes === null) throw new BlobMissingError(sha256);
    return bytes;
  }

  /** Removes the bytes, when no row speaks of them any more. Does nothing when they are not there. */
  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true });
  }

  /** Removes what writers that were cut off left behind; returns how many files went. */
  async sweepTemporaryFiles(olderThanMs = 24 * 60 * 60 * 1000): Promise<number> {
    const folder = join(this.directory, "tmp");
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    let removed = 0;
    for (const name of names) {
      const file = join(folder, name);
      const modifiedMs = await stat(file).then(
        (status) => status.mtimeMs,
        () => Number.POSITIVE_INFINITY, // its writer just moved it into place
      );
      if (Date.now() - modifiedMs < olderThanMs) continue;
      await rm(file, { force: true });
      removed++;
    }
    return removed;
  }

  async #openFile(sha256: string): Promise<FileHandle> {
    try {
      return await open(this.path(sha256), "r");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new BlobMissingError(sha256);
      throw error;
    }
  }
}

async function writeDurably(
  path: string,
  source: Readable | AsyncIterable<Uint8Array> | Uint8Array,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const handle = await open(path, "wx");
  try {
    const chunks = source instanceof Uint8Array ? [source] : (source as AsyncIterable<Uint8Array>);
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await writeWhole(handle, chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** One write may take fewer bytes than asked (a disk nearly full); the rest is written until none is left or it fails. */
async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < chunk.byteLength) {
    const { bytesWritten } = await handle.write(chunk, offset, chunk.byteLength - offset);
    offset += bytesWritten;
  }
}
