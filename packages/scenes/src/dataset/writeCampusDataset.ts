import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { generateCampusScene } from "../compose/generateCampusScene.ts";
import { ContentHash } from "./ContentHash.ts";
import { cocoOfScenes, type NamedScene, SCENES_VERSION } from "./cocoOfScenes.ts";
import { type SceneSubset, sceneSeed } from "./sceneSeed.ts";
import { UNFINISHED_SUFFIX, writeFileAtomically } from "./writeFileAtomically.ts";

export interface CampusDatasetOptions {
  readonly directory: string;
  readonly trainCount?: number;
  readonly validationCount?: number;
  readonly seed?: number;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Stops between two scenes; what is written stays, and the next call completes it. */
  readonly signal?: AbortSignal;
}

export interface CampusDataset {
  readonly images: number;
  readonly annotations: number;
  /** SHA-256 over all images and annotation files, see {@link ContentHash}. */
  readonly contentHash: string;
  /** False when the folder already held exactly this dataset. */
  readonly wasWritten: boolean;
}

/** The demo dataset: what `npm start` trains on. Its content hash is committed in demo-content-hash.txt. */
export const DEMO_DATASET = { trainCount: 128, validationCount: 32, seed: 2026 } as const;

const ANNOTATIONS_FILE = "_annotations.coco.json";
/** Written last: a folder that has it was completed. */
const SEAL_FILE = "dataset.json";
const SCENE_FILE = /^scene-\d{4,}\.jpg$/;

interface Seal {
  readonly version: string;
  readonly seed: number;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly annotations: number;
  readonly contentHash: string;
}

/**
 * Writes `train/` and `val/`, each with its images and `_annotations.coco.json`. Every file is written whole or not at
 * all; a run that was cut off is done again from its start, over what it left, and a folder that is complete and
 * unharmed is left as it is.
 * @throws AbortSignal's reason when it fires; file system errors as they come.
 */
export async function writeCampusDataset(options: CampusDatasetOptions): Promise<CampusDataset> {
  const { directory, onProgress, signal } = options;
  const trainCount = options.trainCount ?? DEMO_DATASET.trainCount;
  const validationCount = options.validationCount ?? DEMO_DATASET.validationCount;
  const seed = options.seed ?? DEMO_DATASET.seed;
  const wanted = { version: SCENES_VERSION, seed, trainCount, validationCount };
  const total = trainCount + validationCount;
  const sealPath = join(directory, SEAL_FILE);
  const seal = await readSeal(sealPath);
  if (seal !== null && isSameDataset(seal, wanted) && (await contentHashOf(directory)) === seal.contentHash) {
    onProgress?.({ done: total, total });
    return { images: total, annotations: seal.annotations, contentHash: seal.contentHash, wasWritten: false };
  }
  await rm(sealPath, { force: true });
  let done = 0;
  let annotations = 0;
  const subsets: [SceneSubset, number][] = [
    ["train", trainCount],
    ["val", validationCount],
  ];
  for (const [subset, count] of subsets) {
    const folder = join(directory, subset);
    await mkdir(folder, { recursive: true });
    await removeOwnFiles(folder);
    const scenes: NamedScene[] = new Array(count);
    await inPairs(count, async (index) => {
      signal?.throwIfAborted();
      const own = sceneSeed(seed, subset, index);
      const { jpeg, ...scene } = await generateCampusScene(own);
      const fileName = `scene-${String(index + 1).padStart(4, "0")}.jpg`;
      await writeFileAtomically(join(folder, fileName), jpeg);
      scenes[index] = { fileName, seed: own, scene };
      annotations += scene.instances.length;
      onProgress?.({ done: ++done, total });
    });
    await writeFileAtomically(join(folder, ANNOTATIONS_FILE), cocoOfScenes(scenes, subset, seed));
  }
  const contentHash = await contentHashOf(directory);
  await writeFileAtomically(sealPath, `${JSON.stringify({ ...wanted, annotations, contentHash } satisfies Seal)}\n`);
  return { images: total, annotations, contentHash, wasWritten: true };
}

/**
 * SHA-256 over the images and annotation files of a dataset folder, in the order of their paths.
 * @throws the file system's error when a subset's folder is missing.
 */
export async function contentHashOf(directory: string): Promise<string> {
  const hash = new ContentHash();
  for (const subset of ["train", "val"] as const) {
    const names = await readdir(join(directory, subset)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    for (const name of names.filter((entry) => SCENE_FILE.test(entry) || entry === ANNOTATIONS_FILE).sort()) {
      hash.add(`${subset}/${name}`, await readFile(join(directory, subset, name)));
    }
  }
  return hash.hex();
}

/**
 * While one scene is rasterised and encoded on libvips' threads, the next is composed here. After a failure no new work
 * begins, and it is reported only when nothing is in progress any more, so that a second call meets no stragglers.
 */
async function inPairs(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      try {
        await work(next++);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  };
  for (const result of await Promise.allSettled([worker(), worker()])) {
    if (result.status === "rejected") throw result.reason;
  }
}

/** Leftovers of an earlier, longer or cut-off run; files of other names are not ours and stay. */
async function removeOwnFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const bare = name.endsWith(UNFINISHED_SUFFIX) ? name.slice(0, -UNFINISHED_SUFFIX.length) : name;
    if (SCENE_FILE.test(bare) || bare === ANNOTATIONS_FILE) await rm(join(folder, name), { force: true });
  }
}

async function readSeal(path: string): Promise<Seal | null> {
  try {
    const seal: Seal = JSON.parse(await readFile(path, "utf8"));
    return typeof seal === "object" ? seal : null;
  } catch (error) {
    // No seal, or one that cannot be read: the folder is not complete, and everything is written again.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function isSameDataset(seal: Seal, wanted: Omit<Seal, "annotations" | "contentHash">): boolean {
  return (
    seal.version === wanted.version &&
    seal.seed === wanted.seed &&
    seal.trainCount === wanted.trainCount &&
    seal.validationCount === wanted.validationCount
  );
}
