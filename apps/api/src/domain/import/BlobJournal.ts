import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BlobStore, removeBlobFiles } from "@maskyard/store";
import type { Pool } from "pg";

interface Places {
  readonly pool: Pool;
  readonly blobs: BlobStore;
}

/**
 * Names the blobs an import is about to keep, before each is written, so that one that fails or is killed leaves no bytes
 * behind that no row speaks of. A file for each import, below the data folder; this process alone writes there.
 */
export class BlobJournal {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async begin(folder: string, importId: string): Promise<BlobJournal> {
    await mkdir(folder, { recursive: true });
    return new BlobJournal(await open(join(folder, importId), "a"));
  }

  /** Call before the bytes are put. */
  async note(sha256: string): Promise<void> {
    await this.#file.write(`${sha256}\n`);
  }

  /** Nothing more is noted; what was is kept. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  /** The import landed: its rows speak of the blobs. */
  static async forget(folder: string, importId: string): Promise<void> {
    await rm(join(folder, importId), { force: true });
  }

  /**
   * The import did not land and puts nothing any more: removes what it kept and no row speaks of. When that fails the journal stays for the next start.
   */
  static async undo(folder: string, importId: string, places: Places): Promise<number> {
    return removeUnspoken(join(folder, importId), places);
  }

  /** Undoes every import that an earlier process left in the middle; returns how many bytes went. */
  static async sweep(folder: string, places: Places): Promise<number> {
    await mkdir(folder, { recursive: true });
    let bytesFreed = 0;
    for (const name of await readdir(folder)) bytesFreed += await removeUnspoken(join(folder, name), places);
    return bytesFreed;
  }
}

async function removeUnspoken(path: string, { pool, blobs }: Places): Promise<number> {
  if (!existsSync(path)) return 0; // it ended before it began
  // A last line that was cut off by the kill names nothing that was written.
  const named = [...new Set((await readFile(path, "utf8")).split("\n"))].filter((line) => /^[0-9a-f]{64}$/.test(line));
  const bytesFreed = await removeBlobFiles(pool, blobs, named);
  await rm(path, { force: true });
  return bytesFreed;
}
