import { baseName, normalisePath, resolvePath, stemOf } from "./paths.ts";
import { subsetFromPath } from "./subsetFromPath.ts";

export type ImageMatch =
  | {
      readonly kind: "matched";
      readonly path: string;
      /** What a user should know about how it was found; null for an exact path or a name that occurs once. */
      readonly note: string | null;
    }
  | { readonly kind: "missing" }
  | { readonly kind: "ambiguous"; readonly candidates: readonly string[]; readonly reason: string };

/** Finds the image file that an annotation file means: by path, then by name, then by stem. Never picks one of several. */
export class ImageMatcher {
  readonly #paths: ReadonlySet<string>;
  /** By the composed form (NFC) of its letters: macOS writes names into zips decomposed, and both are the same name. */
  readonly #byComposedPath = new Map<string, string>();
  readonly #byName = new Map<string, string[]>();
  readonly #byLowerName = new Map<string, string[]>();
  readonly #byLowerStem = new Map<string, string[]>();

  /** @param imagePaths the image files present, relative to the import's root, with forward slashes. */
  constructor(imagePaths: readonly string[]) {
    this.#paths = new Set(imagePaths);
    for (const path of this.#paths) {
      const composed = path.normalize("NFC");
      this.#byComposedPath.set(composed, path);
      append(this.#byName, baseName(composed), path);
      append(this.#byLowerName, baseName(composed).toLowerCase(), path);
      append(this.#byLowerStem, stemOf(composed).toLowerCase(), path);
    }
  }

  /**
   * @param fileName as the annotation file says it: bare, with folders, with backslashes, absolute on another machine.
   * @param fromFile the annotation file's own path; names are relative to its folder first.
   */
  match(fileName: string, fromFile: string): ImageMatch {
    const asWritten = normalisePath(fileName);
    if (asWritten === "") return { kind: "missing" };
    const name = asWritten.normalize("NFC");
    for (const path of [resolvePath(fromFile, asWritten), asWritten, ...pathsInImageFolders(asWritten, fromFile)]) {
      const exact = path === null ? undefined : this.#pathOf(path);
      if (exact !== undefined) return { kind: "matched", path: exact, note: null };
    }

    const sameName = this.#byName.get(baseName(name));
    if (sameName !== undefined) return chooseOne(sameName, name, fromFile, null);
    const sameLetters = this.#byLowerName.get(baseName(name).toLowerCase());
    if (sameLetters !== undefined) {
      return chooseOne(sameLetters, name, fromFile, `the file says ${fileName}: matched though its case differs`);
    }
    const sameStem = this.#byLowerStem.get(stemOf(name).toLowerCase());
    if (sameStem !== undefined) {
      return chooseOne(sameStem, name, fromFile, `the file says ${fileName}: matched though its extension differs`);
    }
    return { kind: "missing" };
  }

  #pathOf(path: string): string | undefined {
    return this.#paths.has(path) ? path : this.#byComposedPath.get(path.normalize("NFC"));
  }

  /**
   * The image of an annotation file's own stem; of several the one in the folder that stands for the annotation's
   * (`labels/train/a.txt` and `images/train/a.jpg`, `Annotations/a.xml` and `JPEGImages/a.jpg`).
   */
  matchSibling(annotationPath: string): ImageMatch {
    const stem = stemOf(annotationPath).normalize("NFC");
    const sameLetters = this.#byLowerStem.get(stem.toLowerCase()) ?? [];
    const sameStem = sameLetters.filter((path) => stemOf(path).normalize("NFC") === stem);
    const candidates = sameStem.length > 0 ? sameStem : sameLetters;
    if (candidates.length === 0) return { kind: "missing" };
    const folder = folderByRole(annotationPath);
    const beside = candidates.filter((path) => folderByRole(path) === folder);
    if (beside.length === 1) return { kind: "matched", path: beside[0] as string, note: null };
    return chooseOne(candidates, `${folderByRole(annotationPath)}/${stem}`, annotationPath, null);
  }
}

/**
 * Folders that names are counted from without being in them: COCO's `images/SUBSET` beside `annotations/instances_SUBSET.json`,
 * else `images` beside that; and CVAT's `images` beside `annotations.xml`.
 */
function pathsInImageFolders(name: string, fromFile: string): string[] {
  const [, root, subset] = /^(.*?\/?)annotations(?:\/instances_([^/]+)\.json|\.xml)$/.exec(fromFile) ?? [];
  if (root === undefined) return [];
  return [...(subset === undefined ? [] : [`${root}images/${subset}/${name}`]), `${root}images/${name}`];
}

/** Folders that tools keep beside each other, one for images and one for what is said of them. */
const ROLE_FOLDERS: ReadonlySet<string> = new Set([
  ...["images", "image", "imgs", "jpegimages", "data", "labels", "label", "labeltxt", "annotations", "annotation"],
  ...["segmentationobject", "segmentationclass", "masks", "mask"],
]);

function folderByRole(path: string): string {
  return path
    .split("/")
    .slice(0, -1)
    .filter((folder) => !ROLE_FOLDERS.has(folder.toLowerCase()))
    .join("/");
}

/** One of several files is meant only when more of its folders agree, it lies nearest to the annotation file, or its subset is the same. */
function chooseOne(candidates: readonly string[], name: string, fromFile: string, note: string | null): ImageMatch {
  const first = candidates[0] as string;
  if (candidates.length === 1) return { kind: "matched", path: first, note };
  const agreement = candidates.map((path) => sharedEnding(path, name));
  const most = Math.max(...agreement);
  const closest = candidates.filter((_, i) => agreement[i] === most);
  if (closest.length === 1) return { kind: "matched", path: closest[0] as string, note };

  const told = (path: string, why: string): ImageMatch => {
    const reason = `${candidates.length} images are called ${baseName(name)}: ${path} ${why}`;
    return { kind: "matched", path, note: note === null ? reason : `${note}; ${reason}` };
  };
  const nearness = closest.map((path) => foldersShared(path, fromFile));
  const nearest = closest.filter((_, i) => nearness[i] === Math.max(...nearness));
  if (nearest.length === 1) return told(nearest[0] as string, `lies nearest to ${fromFile}`);

  const subset = subsetFromPath(fromFile);
  const sameSubset = subset === null ? [] : nearest.filter((path) => subsetFromPath(path) === subset);
  if (sameSubset.length === 1) return told(sameSubset[0] as string, "lies in the same subset as the annotations");
  return { kind: "ambiguous", candidates: nearest, reason: `${nearest.length} images fit equally` };
}

/** In how many folders, from the root down, both lie. */
function foldersShared(path: string, fromFile: string): number {
  const [a, b] = [path.split("/").slice(0, -1), fromFile.split("/").slice(0, -1)];
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared;
}

/** How many folders above the file name agree. */
function sharedEnding(path: string, name: string): number {
  const a = path.normalize("NFC").split("/").reverse();
  const b = name.split("/").reverse();
  let shared = 1;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared;
}

function append(map: Map<string, string[]>, key: string, path: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [path]);
  else list.push(path);
}
