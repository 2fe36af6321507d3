interface EvenTickOptions {
  /** As many ticks as there is room for. */
  readonly most?: number;
  /** Ticks are at least this far apart. */
  readonly leastDistance?: number;
  /** Rising distances that read well, in place of 1, 2 and 5 times a power of ten; beyond the last its multiples. */
  readonly distances?: readonly number[];
}

/** Larger multiples have more digits than a double tells apart. */
const INDEX_MOST = 9e14;

/** Round numbers at even distances within a range of finite numbers, at most `most` and one. Of a range that is too narrow to have any, its beginning. */
export function evenTicks(from: number, to: number, options: EvenTickOptions = {}): number[] {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [];
  if (!(to > from)) return [from];
  const most = Math.max(1, Math.floor(options.most ?? 6));
  const { multipleOf, distance } = multiples(from, to, { ...options, most });
  const first = Math.floor(from / distance);
  if (Math.abs(first) > INDEX_MOST) return [from];
  const ticks: number[] = [];
  for (let index = first; index <= first + most + 3; index++) {
    const tick = multipleOf(index);
    if (tick >= from && tick <= to) ticks.push(tick);
  }
  return ticks;
}

interface Multiples {
  readonly distance: number;
  /** The distance times a whole number, without the tail of digits that products of decimal fractions have. */
  readonly multipleOf: (index: number) => number;
}

function multiples(from: number, to: number, options: EvenTickOptions & { readonly most: number }): Multiples {
  const { most, distances, leastDistance = 0 } = options;
  // The difference of the greatest numbers is infinite; that of their halves is not.
  const least = Math.max(leastDistance, (to / 2 - from / 2) * (2 / most));
  const last = distances?.at(-1);
  if (distances && last !== undefined) {
    const distance = distances.find((one) => one >= least) ?? last * Math.ceil(least / last);
    return { distance, multipleOf: (index) => Number((index * distance).toPrecision(15)) };
  }
  const power = Math.max(-323, Math.floor(Math.log10(least)));
  const factor = [1, 2, 5].find((one) => Number(`${one}e${power}`) >= least * (1 - 1e-9)) ?? 10;
  const distance = Math.min(Number(`${factor}e${power}`), 1e308);
  return { distance, multipleOf: (index) => Number(`${index * factor}e${power}`) };
}
