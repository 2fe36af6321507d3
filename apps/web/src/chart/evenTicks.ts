/** Round numbers at even distances, from two to six of them. */
export function evenTicks(from: number, to: number): number[] {
  if (!(to > from)) return Number.isFinite(from) ? [from] : [];
  const most = (to - from) / 2.5;
  const power = 10 ** Math.floor(Math.log10(most));
  const distance = ([5, 2].find((factor) => factor * power <= most) ?? 1) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(from / distance); index * distance <= to; index++) {
    // Sums of decimal fractions have tails of digits.
    ticks.push(Number((index * distance).toPrecision(12)));
  }
  return ticks;
}
