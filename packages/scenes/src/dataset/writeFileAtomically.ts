import { rename, writeFile } from "node:fs/promises";

/** Ends the names of files that are not whole yet. */
export const UNFINISHED_SUFFIX = ".unfinished";

/**
 * When the process dies the file is there whole, or as it was before, never in part. It is not forced to the disk: after
 * a power loss the dataset's seal does not match its files, and all of it is written again.
 */
export async function writeFileAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const unfinished = `${path}${UNFINISHED_SUFFIX}`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
