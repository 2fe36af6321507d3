import { DisjointSets } from "./DisjointSets.ts";
import { fileNamePattern } from "./fileNamePattern.ts";
import { NEAR_DUPLICATE_BITS_MAX, nearHashPairs } from "./nearHashPairs.ts";

/** What groups can be told by. */
export interface GroupableImage {
  readonly key: string;
  readonly fileName: string;
  readonly originalSha256: string;
  /** 64-bit difference hash; null where none was made. */
  readonly perceptualHash: bigint | null;
  readonly captureGroup: string | null;
  readonly tags: readonly string[];
}

/** What holds images together; any of them is enough. */
export interface SplitGrouping {
  readonly captureGroup: boolean;
  /** Equal bytes, or hashes at most {@link NEAR_DUPLICATE_BITS_MAX} bits apart. */
  readonly nearDuplicates: boolean;
  /** See {@link fileNamePattern}. */
  readonly fileNamePattern: string | null;
  /** Images that share a tag beginning with this, for example "site:". */
  readonly tagPrefix: string | null;
}

/** Names of the groups an image is in by capture group, file name or tag. @throws SplitError on a bad pattern. */
export function groupNamesOf(grouping: SplitGrouping): (image: GroupableImage) => string[] {
  const { tagPrefix } = grouping;
  const groupOfName = grouping.fileNamePattern === null ? null : fileNamePattern(grouping.fileNamePattern);
  return (image) => {
    const names: string[] = [];
    if (grouping.captureGroup && image.captureGroup !== null) names.push(`capture group ${image.captureGroup}`);
    const byName = groupOfName?.(image.fileName) ?? null;
    if (byName !== null) names.push(`file name ${byName}`);
    if (tagPrefix !== null) {
      for (const tag of image.tags) if (tag.startsWith(tagPrefix)) names.push(`tag ${tag}`);
    }
    return names;
  };
}

/**
 * The group of every image, by key: images that any rule holds together, also over a third one, are one group, named by the
 * first of its keys. An image that nothing holds to another is its own group.
 * @throws SplitError on a bad pattern.
 */
export function groupImages(images: readonly GroupableImage[], grouping: SplitGrouping): Map<string, string> {
  const sorted = [...images].sort((a, b) => (a.key < b.key ? -1 : 1));
  const sets = new DisjointSets(sorted.length);
  const firstOf = new Map<string, number>();
  const join = (name: string, i: number): void => {
    const first = firstOf.get(name);
    if (first === undefined) firstOf.set(name, i);
    else sets.union(first, i);
  };
  const namesOf = groupNamesOf(grouping);
  const firstOfHash = new Map<bigint, number>();
  for (const [i, image] of sorted.entries()) {
    for (const name of namesOf(image)) join(name, i);
    if (!grouping.nearDuplicates) continue;
    join(`bytes ${image.originalSha256}`, i);
    if (image.perceptualHash === null) continue;
    join(`hash ${image.perceptualHash}`, i);
    if (!firstOfHash.has(image.perceptualHash)) firstOfHash.set(image.perceptualHash, i);
  }
  const hashes = [...firstOfHash.keys()];
  for (const [a, b] of nearHashPairs(hashes, NEAR_DUPLICATE_BITS_MAX)) {
    sets.union(firstOfHash.get(hashes[a] as bigint) as number, firstOfHash.get(hashes[b] as bigint) as number);
  }
  return new Map(sorted.map((image, i) => [image.key, sorted[sets.find(i)]?.key ?? image.key]));
}
