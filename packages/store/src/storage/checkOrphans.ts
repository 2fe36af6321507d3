import type { Dirent } from "node:fs";
import { opendir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Pool } from "pg";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { removeBlobFiles } from "../blobs/removeBlobFiles.ts";
import { GRACE_SECONDS } from "./graceSeconds.ts";
import type { StorageProblem } from "./StorageProblem.ts";

const ROWS_SQL = "SELECT sha256 FROM blob WHERE sha256 = ANY($1)";

/** Files below the blob folder that no row speaks of, and half-written ones; each older than an hour. */
export async function checkOrphans(
  pool: Pool,
  blobs: BlobStore,
  { repair }: { readonly repair: boolean },
): Promise<StorageProblem[]> {
  const problems: StorageProblem[] = [];
  for (const first of await folders(blobs.directory)) {
    for (const second of await folders(join(blobs.directory, first))) {
      const folder = join(blobs.directory, first, second);
      const names = await filesOf(folder);
      const { rows } = await pool.query<{ sha256: string }>(ROWS_SQL, [names]);
      const known = new Set(rows.map(({ sha256 }) => sha256));
      for (const name of names) {
        if (known.has(name)) continue;
        // A row may come while this looks: that file stays.
        const remove = () => (isHash(name) ? removeBlobFiles(pool, blobs, [name]) : rm(join(folder, name)));
        await take(join(folder, name), "ORPHAN_FILE", "No row speaks of this file.", remove);
      }
    }
  }
  const temporary = join(blobs.directory, "tmp");
  for (const name of await filesOf(temporary)) {
    const path = join(temporary, name);
    await take(path, "TEMPORARY_FILE", "A writer that was cut off left this file.", () => rm(path, { force: true }));
  }
  return problems;

  async function take(
    path: string,
    kind: StorageProblem["kind"],
    message: string,
    remove: () => Promise<unknown>,
  ): Promise<void> {
    const ageMs = Date.now() - (await stat(path)).mtimeMs;
    if (ageMs < GRACE_SECONDS * 1000) return;
    if (repair) await remove();
    problems.push({ kind, subject: path, message, repaired: repair });
  }
}

function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** The folders of two hexadecimal digits that blobs are spread over. */
async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(missingAsEmpty);
  return entries.filter((entry) => entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name)).map(({ name }) => name);
}

async function filesOf(path: string): Promise<string[]> {
  const names: string[] = [];
  const folder = await opendir(path).catch(missingAsEmpty);
  for await (const entry of folder as AsyncIterable<Dirent>) {
    if (entry.isFile()) names.push(entry.name);
  }
  return names;
}

function missingAsEmpty(error: NodeJS.ErrnoException): [] {
  if (error.code === "ENOENT") return [];
  throw error;
}
