import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes the names within a folder durable: after a power loss a renamed file is still there. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes `folder` and what lies between it and `root`, each durable in its parent. */
export async function makeFolderDurable(folder: string, root: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  if (firstMade === undefined) return;
  for (let current = folder; current.length > root.length; current = dirname(current))
    await syncFolder(dirname(current));
}
