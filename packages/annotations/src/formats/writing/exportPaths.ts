import { normalisePath, stemOf } from "../reading/paths.ts";
import { subsetFromPath } from "../reading/subsetFromPath.ts";

const IMAGE_FOLDERS: ReadonlySet<string> = new Set(["images", "image", "imgs", "jpegimages"]);

/** A path that stays below the root whatever a file said, without characters that no file system takes. */
export function safePath(path: string): string {
  return normalisePath(path)
    .replace(/[\p{Cc}]/gu, "_")
    .split("/")
    .filter((segment) => segment !== "..")
    .map((segment) => segment.slice(0, 200))
    .join("/");
}

/** The path with its subset as first folder, unless it names the subset already; folders of other subsets go. */
export function pathInSubset(path: string, subset: string | null): string {
  return subset === null || subsetFromPath(path) === subset ? path : `${subset}/${withoutSubset(path, subset)}`;
}

/** The path without folders that are called like subsets, where the image is in one. */
export function withoutSubset(path: string, subset: string | null): string {
  const segments = path.split("/");
  const name = segments.pop() as string;
  return [...segments.filter((segment) => subset === null || subsetFromPath(`${segment}/x`) === null), name].join("/");
}

/** `images/train/a.jpg`, whatever folders the image lay in for its role or subset before. */
export function pathByRole(folder: string, path: string, subset: string | null): string {
  const segments = withoutSubset(path, subset).split("/");
  const name = segments.pop() as string;
  const kept = segments.filter((segment) => !IMAGE_FOLDERS.has(segment.toLowerCase()));
  return [folder, ...(subset === null ? [] : [subset]), ...kept, name].join("/");
}

/** Gives every image a path of its own, also on file systems that do not tell letters' case. */
export class UniquePaths {
  readonly #taken = new Set<string>();
  readonly #isByStem: boolean;

  /** @param isByStem whether `a.jpg` and `a.png` in one folder get in each other's way. */
  constructor(isByStem: boolean) {
    this.#isByStem = isByStem;
  }

  take(path: string): string {
    const extension = path.slice(path.lastIndexOf("/") + 1 + stemOf(path).length);
    const start = path.slice(0, path.length - extension.length);
    for (let number = 1; ; number++) {
      const stem = number === 1 ? start : `${start}_${number}`;
      const key = (this.#isByStem ? stem : stem + extension).toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return stem + extension;
    }
  }
}

/** The path with another extension. */
export function withExtension(path: string, extension: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return `${folder}${stemOf(path)}${extension}`;
}
