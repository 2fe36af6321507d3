import { NEAR_DUPLICATE_BITS_MAX, nearHashPairs, type Remark } from "@maskyard/annotations";

/** An image of the dataset or of the source that comes into it. */
export interface ComparedImage {
  readonly path: string;
  readonly originalSha256: string;
  readonly perceptualHash: bigint | null;
  readonly isNew: boolean;
}

/**
 * A warning for each new image that the dataset, or the source before it in the order of paths, has already: as the same file,
 * or as a picture that looks alike. Images that were there before come first. Both stay; which one to drop only a person can tell.
 */
export function duplicateRemarks(images: readonly ComparedImage[]): Remark[] {
  const sorted = [...images].sort((a, b) => Number(a.isNew) - Number(b.isNew) || (a.path < b.path ? -1 : 1));
  const firstOfBytes = new Map<string, string>();
  const firstOfHash = new Map<bigint, number>();
  for (const [i, { originalSha256, perceptualHash, path }] of sorted.entries()) {
    if (!firstOfBytes.has(originalSha256)) firstOfBytes.set(originalSha256, path);
    if (perceptualHash !== null && !firstOfHash.has(perceptualHash)) firstOfHash.set(perceptualHash, i);
  }
  const nearest = nearestEarlier([...firstOfHash.keys()], firstOfHash);
  return sorted.flatMap(({ path, originalSha256, perceptualHash, isNew }, i): Remark[] => {
    if (!isNew) return [];
    const warning = (reason: string): Remark[] => [{ kind: "warning", place: path, reason }];
    const same = firstOfBytes.get(originalSha256);
    if (same !== undefined && same !== path) return warning(`the same file as ${same}; its bytes are kept once`);
    if (perceptualHash === null) return [];
    const twin = firstOfHash.get(perceptualHash) ?? i;
    if (twin !== i) return warning(`looks like ${sorted[twin]?.path} (their hashes are equal)`);
    const near = nearest.get(i);
    if (near === undefined) return [];
    return warning(`looks like ${sorted[near.index]?.path} (${near.bits} of 64 bits of their hashes differ)`);
  });
}

/** For the first image of a hash, the nearest image before it whose hash is another. */
function nearestEarlier(
  hashes: readonly bigint[],
  firstOfHash: ReadonlyMap<bigint, number>,
): Map<number, { index: number; bits: number }> {
  const nearest = new Map<number, { index: number; bits: number }>();
  for (const [a, b, bits] of nearHashPairs(hashes, NEAR_DUPLICATE_BITS_MAX)) {
    const places = [hashes[a] as bigint, hashes[b] as bigint].map((hash) => firstOfHash.get(hash) as number);
    const [earlier, later] = [Math.min(...places), Math.max(...places)];
    const known = nearest.get(later);
    if (known === undefined || bits < known.bits || (bits === known.bits && earlier < known.index)) {
      nearest.set(later, { index: earlier, bits });
    }
  }
  return nearest;
}
