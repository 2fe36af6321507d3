/** Ticks of a logarithmic axis: powers of ten, with 2 and 5 between them where there is room; even distances within less than a decade. */
export function logTicks(from: number, to: number): number[] {
  if (!(from > 0) || !(to > from)) return [];
  const decades = Math.log10(to / from);
  if (decades < 1) return evenTicks(from, to);
  const factors = decades < 3 ? [1, 2, 5] : [1];
  const every = decades > 10 ? Math.ceil(decades / 8) : 1;
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= from && tick <= to) ticks.push(tick);
    }
  }
  return ticks;
}

function evenTicks(from: number, to: number): number[] {
  const rough = (to - from) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(from / distance); index * distance <= to; index++) {
    // Sums of decimal fractions have tails of digits.
    ticks.push(Number((index * distance).toPrecision(12)));
  }
  return ticks;
}
