import { SeededRandom } from "../random/SeededRandom.ts";
import type { SplitBin } from "./splitBins.ts";
import type { SplitUnit } from "./splitUnits.ts";

/**
 * Spreads the instances of every stratum over the bins by their shares: iterative stratification (Sechidis, Tsoumakas
 * and Vlahavas 2011) with instance counts in place of labels. The rarest stratum is handed out first, its richest units
 * first, each to the bin that lacks most of it. Keys by bin, sorted.
 */
export function distributeStratified(units: readonly SplitUnit[], bins: readonly SplitBin[], seed: number): string[][] {
  const shuffled = new SeededRandom(seed).shuffle(units);
  const room = bins.map(({ capacity }) => capacity);
  const lacking = instancesLacking(shuffled, bins);
  const waiting = new Set(shuffled);
  const keys: string[][] = bins.map(() => []);

  const assign = (unit: SplitUnit, bin: number): void => {
    waiting.delete(unit);
    room[bin] = (room[bin] as number) - unit.keys.length;
    for (const [stratum, count] of unit.instances) {
      const wanted = lacking.get(stratum);
      if (wanted !== undefined) wanted[bin] = (wanted[bin] as number) - count;
    }
    keys[bin]?.push(...unit.keys);
  };

  for (const stratum of strataRarestFirst(shuffled)) {
    const holders = [...waiting].filter((unit) => (unit.instances.get(stratum) ?? 0) > 0);
    // Array.sort is stable: equal counts stay in their shuffled order.
    holders.sort((a, b) => (b.instances.get(stratum) ?? 0) - (a.instances.get(stratum) ?? 0));
    for (const unit of holders) assign(unit, mostLacking(unit, room, lacking.get(stratum) ?? []));
  }
  // Images without instances fill up what is left.
  for (const unit of [...waiting]) assign(unit, mostLacking(unit, room, room));
  for (const list of keys) list.sort();
  return keys;
}

function instancesLacking(units: readonly SplitUnit[], bins: readonly SplitBin[]): Map<string, number[]> {
  const lacking = new Map<string, number[]>();
  for (const unit of units) {
    for (const [stratum, count] of unit.instances) {
      const wanted = lacking.get(stratum) ?? bins.map(() => 0);
      bins.forEach(({ share }, bin) => {
        wanted[bin] = (wanted[bin] as number) + count * share;
      });
      lacking.set(stratum, wanted);
    }
  }
  return lacking;
}

function strataRarestFirst(units: readonly SplitUnit[]): string[] {
  const totals = new Map<string, number>();
  for (const unit of units) {
    for (const [stratum, count] of unit.instances) totals.set(stratum, (totals.get(stratum) ?? 0) + count);
  }
  return [...totals.entries()].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([stratum]) => stratum);
}

/** Among the bins with room for the unit (all of them, if none has), the one that wants most; then the roomiest. */
function mostLacking(unit: SplitUnit, room: readonly number[], wanted: readonly number[]): number {
  const indices = room.map((_, i) => i);
  const has = (i: number): number => room[i] as number;
  const wants = (i: number): number => wanted[i] ?? 0;
  const roomy = indices.filter((i) => has(i) >= unit.keys.length);
  const open = roomy.length > 0 ? roomy : indices.filter((i) => has(i) > 0);
  const candidates = open.length > 0 ? open : indices;
  return candidates.reduce((best, i) =>
    wants(i) > wants(best) + 1e-9 || (Math.abs(wants(i) - wants(best)) <= 1e-9 && has(i) > has(best)) ? i : best,
  );
}
