import { SeededRandom } from "../random/SeededRandom.ts";
import type { SplitBin } from "./splitBins.ts";
import type { SplitUnit } from "./splitUnits.ts";

/** Shuffles the units and fills the bins in their order; a unit that fits nowhere goes where most room is. Keys by bin, sorted. */
export function distributeByChance(units: readonly SplitUnit[], bins: readonly SplitBin[], seed: number): string[][] {
  const left = bins.map(({ capacity }) => capacity);
  const keys: string[][] = bins.map(() => []);
  for (const unit of new SeededRandom(seed).shuffle(units)) {
    const roomy = left.findIndex((room) => room >= unit.keys.length);
    const bin = roomy >= 0 ? roomy : left.reduce((best, room, i) => (room > (left[best] as number) ? i : best), 0);
    left[bin] = (left[bin] as number) - unit.keys.length;
    keys[bin]?.push(...unit.keys);
  }
  for (const list of keys) list.sort();
  return keys;
}
