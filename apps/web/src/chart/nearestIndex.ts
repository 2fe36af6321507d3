/** Index of the first of the rising `xs` that is at least `x`; their number where there is none. */
export function firstIndexFrom(xs: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the one of the rising `xs` that is nearest to `x`; -1 where there is none. */
export function nearestIndex(xs: readonly number[], x: number): number {
  const after = firstIndexFrom(xs, x);
  if (after === 0) return xs.length === 0 ? -1 : 0;
  if (after === xs.length) return after - 1;
  return x - (xs[after - 1] as number) <= (xs[after] as number) - x ? after - 1 : after;
}
