import { open, rename } from "node:fs/promises";

/** Ends the names of files that are not whole yet. */
export const UNFINISHED_SUFFIX = ".unfinished";

/** After a crash the file is there whole, or as it was before, never in part. */
export async function writeFileAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const unfinished = `${path}${UNFINISHED_SUFFIX}`;
  const file = await open(unfinished, "w");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
