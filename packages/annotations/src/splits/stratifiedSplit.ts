import { SeededRandom } from "../random/SeededRandom.ts";
import { checkRatios, type SplitUnit, splitUnits, subsetSizes } from "./splitUnits.ts";
import { type SplitAssignment, type SplitImage, type SplitRatios, SUBSET_NAMES, type SubsetName } from "./types.ts";

/**
 * Spreads the instances of every category over the subsets by the ratios: iterative stratification (Sechidis,
 * Tsoumakas and Vlahavas 2011) with instance counts in place of labels. The rarest category is handed out first, its
 * richest images first, each to the subset that lacks most of it. Groups stay together.
 *
 * The same images, ratios and seed give the same split, whatever the order of `images`.
 * @throws SplitError on bad ratios or a key that comes twice.
 */
export function stratifiedSplit(images: readonly SplitImage[], ratios: SplitRatios, seed: number): SplitAssignment {
  checkRatios(ratios);
  const random = new SeededRandom(seed);
  const units = random.shuffle(splitUnits(images));
  const room = subsetSizes(images.length, ratios);
  const lacking = instancesLacking(units, ratios);
  const waiting = new Set(units);
  const assignment = { train: [] as string[], val: [] as string[], test: [] as string[] };

  const assign = (unit: SplitUnit, subset: SubsetName): void => {
    waiting.delete(unit);
    room[subset] -= unit.keys.length;
    for (const [category, count] of unit.instances) {
      const wanted = lacking.get(category);
      if (wanted !== undefined) wanted[subset] -= count;
    }
    assignment[subset].push(...unit.keys);
  };

  for (const category of categoriesRarestFirst(units)) {
    const holders = [...waiting].filter((unit) => (unit.instances.get(category) ?? 0) > 0);
    // Array.sort is stable: equal counts stay in their shuffled order.
    holders.sort((a, b) => (b.instances.get(category) ?? 0) - (a.instances.get(category) ?? 0));
    for (const unit of holders) {
      const wanted = lacking.get(category) ?? { train: 0, val: 0, test: 0 };
      assign(unit, mostLacking(unit, room, wanted));
    }
  }
  // Images without instances fill up what is left.
  for (const unit of [...waiting]) assign(unit, mostLacking(unit, room, room));
  for (const name of SUBSET_NAMES) assignment[name].sort();
  return assignment;
}

type BySubset = Record<SubsetName, number>;

function instancesLacking(units: readonly SplitUnit[], ratios: SplitRatios): Map<string, BySubset> {
  const lacking = new Map<string, BySubset>();
  for (const unit of units) {
    for (const [category, count] of unit.instances) {
      const wanted = lacking.get(category) ?? { train: 0, val: 0, test: 0 };
      for (const name of SUBSET_NAMES) wanted[name] += count * ratios[name];
      lacking.set(category, wanted);
    }
  }
  return lacking;
}

function categoriesRarestFirst(units: readonly SplitUnit[]): string[] {
  const totals = new Map<string, number>();
  for (const unit of units) {
    for (const [category, count] of unit.instances) totals.set(category, (totals.get(category) ?? 0) + count);
  }
  return [...totals.entries()].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([category]) => category);
}

/** Among the subsets with room for the unit (all of them, if none has), the one that wants most; then the roomiest. */
function mostLacking(unit: SplitUnit, room: BySubset, wanted: BySubset): SubsetName {
  const roomy = SUBSET_NAMES.filter((name) => room[name] >= unit.keys.length);
  const open = roomy.length > 0 ? roomy : SUBSET_NAMES.filter((name) => room[name] > 0);
  const candidates = open.length > 0 ? open : SUBSET_NAMES;
  return candidates.reduce((best, name) =>
    wanted[name] > wanted[best] + 1e-9 || (Math.abs(wanted[name] - wanted[best]) <= 1e-9 && room[name] > room[best])
      ? name
      : best,
  );
}
