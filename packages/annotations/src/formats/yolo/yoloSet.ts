import { parse, YAMLParseError } from "yaml";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import { baseName, normalisePath } from "../reading/paths.ts";
import { finiteNumber, isRecord } from "../reading/records.ts";
import type { SourceFile } from "../reading/SourceFile.ts";
import { yoloLines } from "./yoloText.ts";

/** Class names of one file, and what it says about subsets. */
export interface YoloSet {
  readonly path: string;
  /** By index; a map in data.yaml may leave gaps. */
  readonly names: ReadonlyMap<number, string>;
  /** Folders, image lists or images of each subset, as written. */
  readonly subsets: ReadonlyMap<string, readonly string[]>;
  /** Values a keypoint has, and how many there are; null where lines hold none. */
  readonly keypointValues: number | null;
}

const SUBSET_KEYS = { train: "train", val: "val", valid: "val", test: "test" } as const;

/** @throws FormatError when the YAML cannot be read or names no classes. */
export function setOfYaml(path: string, text: string): YoloSet {
  const root = readYaml(path, text);
  if (!isRecord(root)) throw new FormatError(path, "the file is no YAML mapping", "Write names: and the folders in it");
  const names = new Map<number, string>();
  const entries = Array.isArray(root.names)
    ? root.names.entries()
    : isRecord(root.names)
      ? Object.entries(root.names)
      : [];
  for (const [key, name] of entries) {
    const index = finiteNumber(key);
    if (index === null || !Number.isInteger(index) || index < 0) {
      throw new FormatError(`${path} names`, `"${String(key)}" is no class number`, "Number the classes from 0");
    }
    if (name !== null && typeof name !== "object") names.set(index, String(name).trim());
  }
  if (names.size === 0) throw new FormatError(`${path} names`, "no class is named", "List the classes under names:");
  const base = typeof root.path === "string" ? root.path : "";
  const subsets = new Map<string, readonly string[]>();
  for (const [key, subset] of Object.entries(SUBSET_KEYS)) {
    const places = [root[key]].flat().filter((place): place is string => typeof place === "string");
    if (places.length > 0)
      subsets.set(subset, [...(subsets.get(subset) ?? []), ...places.map((one) => under(base, one))]);
  }
  const keypoints = Array.isArray(root.kpt_shape) ? root.kpt_shape.map(finiteNumber) : null;
  const keypointValues = keypoints === null ? null : (keypoints[0] ?? 0) * (keypoints[1] ?? 0);
  return { path, names, subsets, keypointValues };
}

function readYaml(path: string, text: string): unknown {
  try {
    // A file whose aliases multiply beyond 100 nodes is no list of classes.
    return parse(text.replace(/^\ufeff/, ""), { maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof YAMLParseError) {
      const [first = "not valid YAML"] = error.message.split(/ at line|\n/);
      throw new FormatError(`${path} line ${error.linePos?.[0].line ?? 1}`, first, "Repair the file");
    }
    if (error instanceof ReferenceError) throw new FormatError(path, error.message, "Write the names out");
    throw error;
  }
}

/** Darknet's obj.data: `train = data/train.txt`; its names stand in a file of their own. */
export function subsetsOfDarknet(text: string): Map<string, readonly string[]> {
  const subsets = new Map<string, readonly string[]>();
  for (const { line } of yoloLines(text)) {
    const [, key, value] = /^(train|valid|val|test)\s*=\s*(.+)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) subsets.set(SUBSET_KEYS[key as keyof typeof SUBSET_KEYS], [value]);
  }
  return subsets;
}

/**
 * The subset of each image path that the set's file names: by folder, or in a list of images.
 * @param lists text files of the import that list images, by path.
 */
export function subsetsOfImages(
  set: YoloSet,
  context: Pick<ReadContext, "imagePaths">,
  lists: ReadonlyMap<string, readonly string[]>,
): Map<string, string> {
  const subsetOf = new Map<string, string>();
  const listed = new Map<string, string>();
  const folders: { folder: string; subset: string }[] = [];
  const shared = new Set<string>();
  const seen = new Set<string>();
  for (const place of [...set.subsets.values()].flat()) (seen.has(place) ? shared : seen).add(place);
  for (const [subset, places] of set.subsets) {
    for (const place of places) {
      // One folder for two subsets, which Ultralytics asks for where nothing is divided, says nothing.
      if (shared.has(place)) continue;
      const path = withoutParents(normalisePath(place));
      const list = lists.get(path) ?? [...lists].find(([one]) => baseName(one) === baseName(path))?.[1];
      if (list !== undefined) for (const image of list) listed.set(pathEnding(image), subset);
      else if (/\.[a-z]{3,4}$/i.test(path)) listed.set(pathEnding(path), subset);
      else if (path !== "") folders.push({ folder: path, subset });
    }
  }
  for (const path of context.imagePaths ?? []) {
    const subset =
      listed.get(pathEnding(path)) ??
      folders.find(({ folder }) => path.startsWith(`${folder}/`) || path.includes(`/${folder}/`))?.subset;
    if (subset !== undefined) subsetOf.set(path, subset);
  }
  return subsetOf;
}

/** Lists are written on other machines, with other folders above: the last two names have to do. */
function pathEnding(path: string): string {
  return normalisePath(path).split("/").slice(-2).join("/");
}

function under(base: string, place: string): string {
  const isAbsolute = /^([A-Za-z]:)?[\\/]/.test(place);
  return base === "" || isAbsolute ? place : `${base}/${place}`;
}

/** Roboflow writes `../train/images` for a folder beside the file. */
function withoutParents(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "..")
    .join("/");
}

/** A file whose lines are class names, from 0. */
export async function setOfNames(file: SourceFile): Promise<YoloSet> {
  const names = new Map(yoloLines(await file.text()).map(({ line }, i) => [i, line]));
  return { path: file.path, names, subsets: new Map(), keypointValues: null };
}
