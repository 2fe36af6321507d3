import { SplitError, type SplitSizes, SUBSET_NAMES } from "./types.ts";

/** Where units go: how many images a bin takes, and its share of every stratum. */
export interface SplitBin {
  readonly capacity: number;
  readonly share: number;
}

/**
 * The bins of train, val and test, and a fourth for what counts leave out.
 * @throws SplitError on ratios that do not sum to 1, and on counts that are negative or more than there are images.
 */
export function splitBins(total: number, sizes: SplitSizes): SplitBin[] {
  if (!("trainCount" in sizes)) {
    const shares = SUBSET_NAMES.map((name) => sizes[name]);
    checkShares(shares);
    return subsetSizes(total, shares).map((capacity, i) => ({ capacity, share: shares[i] as number }));
  }
  const counts = [sizes.trainCount, sizes.valCount, sizes.testCount];
  const wanted = counts.reduce((sum, count) => sum + count, 0);
  if (counts.some((count) => !Number.isInteger(count) || count < 0)) {
    throw new SplitError(`the counts ${counts.join(", ")} are not whole numbers of at least 0`);
  }
  if (wanted > total) throw new SplitError(`${wanted} images are asked for and there are ${total}`);
  return [...counts, total - wanted].map((capacity) => ({ capacity, share: total === 0 ? 0 : capacity / total }));
}

function checkShares(shares: readonly number[]): void {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.some((share) => !(share >= 0)) || Math.abs(sum - 1) > 1e-6) {
    throw new SplitError(
      `the shares train ${shares[0]}, val ${shares[1]} and test ${shares[2]} are not numbers of at least 0 that sum to 1`,
    );
  }
}

/**
 * How many of `total` images each share gets: largest remainders, and at least one for every share above 0 as long as
 * there are images enough (so that a small set still has something to validate on).
 */
export function subsetSizes(total: number, shares: readonly number[]): number[] {
  // The tiny slack keeps 0.7 + 0.2 + 0.1 of ten images at 7, 2, 1 despite binary fractions.
  const sizes = shares.map((share) => Math.floor(total * share + 1e-9));
  const size = (i: number): number => sizes[i] as number;
  const share = (i: number): number => shares[i] as number;
  let left = total - sizes.reduce((sum, one) => sum + one, 0);
  const indices = shares.map((_, i) => i);
  const byRemainder = [...indices].sort((a, b) => total * share(b) - size(b) - (total * share(a) - size(a)));
  for (let turn = 0; left > 0; turn = (turn + 1) % byRemainder.length) {
    const i = byRemainder[turn] as number;
    if (share(i) > 0) {
      sizes[i] = size(i) + 1;
      left--;
    }
  }
  const withShare = indices.filter((i) => share(i) > 0);
  if (total >= withShare.length) {
    for (const i of withShare) {
      if (size(i) > 0) continue;
      const largest = withShare.reduce((a, b) => (size(b) > size(a) ? b : a));
      sizes[largest] = size(largest) - 1;
      sizes[i] = size(i) + 1;
    }
  }
  return sizes;
}
