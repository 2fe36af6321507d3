import { evenTicks } from "./evenTicks.ts";

/** Ticks of a logarithmic axis: powers of ten, with 2 and 5 between them where there is room; even distances within less than a decade. */
export function logTicks(from: number, to: number): number[] {
  if (!(from > 0) || !(to > from)) return [];
  const [first, last] = [Math.log10(from), Math.log10(to)];
  const decades = last - first;
  if (decades < 1) return evenTicks(from, to);
  const factors = decades < 3 ? [1, 2, 5] : [1];
  const every = decades > 10 ? Math.ceil(decades / 8) : 1;
  const ticks: number[] = [];
  for (let power = Math.floor(first); power <= Math.ceil(last); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= from && tick <= to) ticks.push(tick);
    }
  }
  return ticks;
}
