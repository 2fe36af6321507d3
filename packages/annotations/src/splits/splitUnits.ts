import { SplitError, type SplitImage, type SplitRatios, SUBSET_NAMES } from "./types.ts";

/** Images that go to one subset together: a whole group, or an image that stands alone. */
export interface SplitUnit {
  readonly keys: readonly string[];
  readonly instances: ReadonlyMap<string, number>;
}

/**
 * Gathers groups into units, in an order that depends on the keys only, so that a split does not change with the order
 * in which a database happens to return its rows.
 * @throws SplitError when a key comes twice.
 */
export function splitUnits(images: readonly SplitImage[]): SplitUnit[] {
  const sorted = [...images].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const units = new Map<string, { keys: string[]; instances: Map<string, number> }>();
  sorted.forEach((image, i) => {
    if (i > 0 && sorted[i - 1]?.key === image.key) throw new SplitError(`image ${image.key} is listed twice`);
    const hasGroup = image.group !== undefined && image.group !== null;
    const id = hasGroup ? `group ${image.group}` : `image ${image.key}`;
    const unit = units.get(id) ?? { keys: [], instances: new Map<string, number>() };
    unit.keys.push(image.key);
    for (const [category, count] of Object.entries(image.instances ?? {})) {
      unit.instances.set(category, (unit.instances.get(category) ?? 0) + count);
    }
    units.set(id, unit);
  });
  return [...units.values()];
}

/** @throws SplitError unless every ratio is a number of at least 0 and they sum to 1. */
export function checkRatios(ratios: SplitRatios): void {
  const sum = ratios.train + ratios.val + ratios.test;
  if (SUBSET_NAMES.some((name) => !(ratios[name] >= 0)) || Math.abs(sum - 1) > 1e-6) {
    throw new SplitError(
      `the shares train ${ratios.train}, val ${ratios.val} and test ${ratios.test} are not numbers of at least 0 that sum to 1`,
    );
  }
}

/**
 * How many of `total` images each subset gets: largest remainders, and at least one for every subset with a share as
 * long as there are images enough (so that a small set still has something to validate on).
 */
export function subsetSizes(total: number, ratios: SplitRatios): Record<(typeof SUBSET_NAMES)[number], number> {
  const sizes = { train: 0, val: 0, test: 0 };
  let left = total;
  for (const name of SUBSET_NAMES) {
    // The tiny slack keeps 0.7 + 0.2 + 0.1 of ten images at 7, 2, 1 despite binary fractions.
    sizes[name] = Math.floor(total * ratios[name] + 1e-9);
    left -= sizes[name];
  }
  const byRemainder = [...SUBSET_NAMES].sort((a, b) => total * ratios[b] - sizes[b] - (total * ratios[a] - sizes[a]));
  for (let i = 0; left > 0; i = (i + 1) % byRemainder.length) {
    const name = byRemainder[i] as (typeof SUBSET_NAMES)[number];
    if (ratios[name] > 0) {
      sizes[name]++;
      left--;
    }
  }
  const withShare = SUBSET_NAMES.filter((name) => ratios[name] > 0);
  if (total >= withShare.length) {
    for (const name of withShare) {
      if (sizes[name] > 0) continue;
      const largest = withShare.reduce((a, b) => (sizes[b] > sizes[a] ? b : a));
      sizes[largest]--;
      sizes[name]++;
    }
  }
  return sizes;
}
