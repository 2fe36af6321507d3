import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { writeCampusDataset } from "@maskyard/scenes";
import { zipSync } from "fflate";

export interface CampusArchive {
  readonly zip: Buffer;
  readonly images: number;
  readonly annotations: number;
}

/** A zip of a few generated campus scenes with their COCO files in `train/` and `val/`. */
export async function campusArchive(trainCount: number, validationCount: number): Promise<CampusArchive> {
  const directory = await mkdtemp(join(tmpdir(), "maskyard-scenes-"));
  try {
    const { images, annotations } = await writeCampusDataset({ directory, trainCount, validationCount, seed: 7 });
    const entries: Record<string, Uint8Array> = {};
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const inZip = relative(directory, path).replaceAll("\\", "/");
      if (entry.isFile() && inZip.includes("/")) entries[inZip] = await readFile(path);
    }
    return { zip: Buffer.from(zipSync(entries, { level: 0 })), images, annotations };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
