import type { Pool } from "pg";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { BlobDamagedError } from "../blobs/blobErrors.ts";
import { deleteUnusedBlobs } from "../blobs/deleteUnusedBlobs.ts";
import { sizeOfFile } from "../blobs/sizeOfFile.ts";
import { type BlobRow, blobRows } from "./blobRows.ts";
import { GRACE_SECONDS } from "./graceSeconds.ts";
import type { StorageProblem } from "./StorageProblem.ts";

/** Holds every row of the blob table against its file; reads the files through when `deep`. */
export async function checkFiles(
  pool: Pool,
  blobs: BlobStore,
  { deep, repair }: { readonly deep: boolean; readonly repair: boolean },
): Promise<{ files: number; bytes: number; problems: StorageProblem[] }> {
  const problems: StorageProblem[] = [];
  let files = 0;
  let bytes = 0;
  for await (const row of blobRows(pool, GRACE_SECONDS)) {
    files++;
    bytes += row.bytes;
    if (!row.used) {
      if (row.old) problems.push(await unused(pool, blobs, row, repair));
      continue;
    }
    const problem = await problemOf(blobs, row, deep);
    if (problem !== null) problems.push({ ...problem, subject: row.sha256, repaired: false });
  }
  return { files, bytes, problems };
}

async function unused(pool: Pool, blobs: BlobStore, row: BlobRow, repair: boolean): Promise<StorageProblem> {
  // What became used meanwhile stays: the statement looks again.
  if (repair) await deleteUnusedBlobs(pool, blobs, [row.sha256]);
  return {
    kind: "UNUSED_FILE",
    subject: row.sha256,
    message: `Nothing uses these ${row.bytes} bytes any more.`,
    repaired: repair,
  };
}

async function problemOf(
  blobs: BlobStore,
  row: BlobRow,
  deep: boolean,
): Promise<Pick<StorageProblem, "kind" | "message"> | null> {
  const size = await sizeOfFile(blobs.path(row.sha256));
  if (size === null)
    return { kind: "MISSING_FILE", message: `${blobs.path(row.sha256)} is not there: restore it from a backup.` };
  if (size !== row.bytes) {
    return {
      kind: "DAMAGED_FILE",
      message: `The file has ${size} bytes and was written with ${row.bytes}: restore it from a backup.`,
    };
  }
  if (!deep) return null;
  try {
    await blobs.verify(row.sha256);
    return null;
  } catch (error) {
    if (error instanceof BlobDamagedError)
      return { kind: "DAMAGED_FILE", message: `${error.message}: restore it from a backup.` };
    throw error;
  }
}
