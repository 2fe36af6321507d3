import { type GroupableImage, groupNamesOf, type SplitGrouping } from "./groupImages.ts";
import { NEAR_DUPLICATE_BITS_MAX, nearHashPairs } from "./nearHashPairs.ts";
import { SUBSET_NAMES, type SubsetName } from "./types.ts";

export interface LeakageImage extends GroupableImage {
  readonly subset: SubsetName;
}

/** `exact`: the same bytes as they came; `near`: pictures that look alike; `group`: of one capture group, file-name group or tag. */
export type LeakageKind = "exact" | "near" | "group";

/** An image that is held out to measure with, and one like it in an earlier subset (train before val before test). */
export interface LeakagePair {
  readonly kind: LeakageKind;
  readonly seenKey: string;
  readonly seenSubset: SubsetName;
  readonly heldOutKey: string;
  readonly heldOutSubset: SubsetName;
  /** Bits in which the perceptual hashes differ; near duplicates only. */
  readonly distanceBits: number | null;
  /** The group both are in; kind `group` only. */
  readonly group: string | null;
}

export interface Leakage {
  /** For each held-out image and each earlier subset the strongest tie there is: exact before near before group. */
  readonly pairs: readonly LeakagePair[];
  readonly exactPairs: number;
  readonly nearPairs: number;
  readonly groupPairs: number;
  /** Held-out images that leak. */
  readonly heldOutImages: number;
  /** Groups by capture group, file name or tag, and those with images in more than one subset. */
  readonly groups: number;
  readonly groupsLeaking: number;
}

interface Like {
  readonly image: LeakageImage;
  readonly distanceBits: number;
}

/**
 * What a split lets the model see of what it is measured on. Pairs are in the order of the held-out images' keys; there are at
 * most two for each, however large the groups are.
 * @param grouping which groups must not part; `nearDuplicates` is always looked for.
 * @throws SplitError on a bad file-name pattern.
 */
export function findLeakage(images: readonly LeakageImage[], grouping: SplitGrouping): Leakage {
  const sorted = [...images].sort((a, b) => (a.key < b.key ? -1 : 1));
  const namesOf = groupNamesOf(grouping);
  const byBytes = firstBySubset(sorted, (image) => [image.originalSha256]);
  const byGroup = firstBySubset(sorted, namesOf);
  const nearest = nearestBySubset(sorted);
  const pairs = sorted.flatMap((image) =>
    earlierThan(image.subset).flatMap((subset): LeakagePair[] => {
      const base = { seenSubset: subset, heldOutKey: image.key, heldOutSubset: image.subset };
      const same = byBytes.get(image.originalSha256)?.get(subset);
      if (same) return [{ ...base, kind: "exact", seenKey: same.key, distanceBits: null, group: null }];
      const like = nearest(image, subset);
      if (like)
        return [{ ...base, kind: "near", seenKey: like.image.key, distanceBits: like.distanceBits, group: null }];
      for (const group of namesOf(image)) {
        const member = byGroup.get(group)?.get(subset);
        if (member) return [{ ...base, kind: "group", seenKey: member.key, distanceBits: null, group }];
      }
      return [];
    }),
  );
  const count = (kind: LeakageKind): number => pairs.filter((pair) => pair.kind === kind).length;
  return {
    pairs,
    exactPairs: count("exact"),
    nearPairs: count("near"),
    groupPairs: count("group"),
    heldOutImages: new Set(pairs.map(({ heldOutKey }) => heldOutKey)).size,
    groups: byGroup.size,
    groupsLeaking: [...byGroup.values()].filter((subsets) => subsets.size > 1).length,
  };
}

function earlierThan(subset: SubsetName): readonly SubsetName[] {
  return SUBSET_NAMES.slice(0, SUBSET_NAMES.indexOf(subset));
}

type BySubset = Map<SubsetName, LeakageImage>;

/** The first image of each subset under each of the names. */
function firstBySubset(
  images: readonly LeakageImage[],
  namesOf: (image: LeakageImage) => readonly string[],
): Map<string, BySubset> {
  const byName = new Map<string, BySubset>();
  for (const image of images) {
    for (const name of namesOf(image)) {
      const subsets: BySubset = byName.get(name) ?? new Map();
      if (!subsets.has(image.subset)) subsets.set(image.subset, image);
      byName.set(name, subsets);
    }
  }
  return byName;
}

/** Finds the image of a subset whose picture is nearest to another's, where one is near enough. */
function nearestBySubset(images: readonly LeakageImage[]): (image: LeakageImage, subset: SubsetName) => Like | null {
  const byHash = firstBySubset(images, ({ perceptualHash }) =>
    perceptualHash === null ? [] : [String(perceptualHash)],
  );
  const texts = [...byHash.keys()];
  const near = new Map<string, { readonly hash: string; readonly distanceBits: number }[]>(
    texts.map((hash) => [hash, [{ hash, distanceBits: 0 }]]),
  );
  for (const [a, b, distanceBits] of nearHashPairs(texts.map(BigInt), NEAR_DUPLICATE_BITS_MAX)) {
    const [hashA, hashB] = [texts[a] as string, texts[b] as string];
    near.get(hashA)?.push({ hash: hashB, distanceBits });
    near.get(hashB)?.push({ hash: hashA, distanceBits });
  }
  return ({ perceptualHash }, subset) => {
    let best: Like | null = null;
    for (const { hash, distanceBits } of near.get(String(perceptualHash)) ?? []) {
      const image = byHash.get(hash)?.get(subset);
      if (!image) continue;
      const isBetter =
        best === null ||
        distanceBits < best.distanceBits ||
        (distanceBits === best.distanceBits && image.key < best.image.key);
      if (isBetter) best = { image, distanceBits };
    }
    return best;
  };
}
