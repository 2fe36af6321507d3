import { between } from "../../chart/between.ts";
import { meanOf, sampleDeviation } from "../../chart/meanOf.ts";
import { firstIndexFrom } from "../../chart/nearestIndex.ts";

export type BandKind = "minmax" | "std";

export interface MeanCurve {
  readonly xs: readonly number[];
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const PLACES_MOST = 600;

interface Points {
  /** Rising. */
  readonly xs: readonly number[];
  readonly values: readonly (number | null)[];
}

/**
 * The mean of curves with a band around it: from the least to the greatest of them ("minmax"), or one standard deviation of the sample (n - 1)
 * to both sides ("std"; none of one curve alone). Each curve is read, on straight lines between its points, at places of all of them; beyond its own ends it does not count.
 */
export function meanAndBand(curves: readonly Points[], kind: BandKind): MeanCurve {
  const known = curves.map(onlyNumbers).filter(({ xs }) => xs.length > 0);
  const [xs, mean, low, high]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const x of placesOf(known)) {
    const values = known.flatMap((curve) => valueAt(curve, x) ?? []);
    if (values.length === 0) continue;
    const middle = meanOf(values);
    const spread = kind === "std" ? sampleDeviation(values, middle) : 0;
    xs.push(x);
    mean.push(middle);
    low.push(kind === "std" ? Math.max(-Number.MAX_VALUE, middle - spread) : Math.min(...values));
    high.push(kind === "std" ? Math.min(Number.MAX_VALUE, middle + spread) : Math.max(...values));
  }
  return { xs, mean, low, high };
}

interface KnownPoints {
  readonly xs: readonly number[];
  readonly values: readonly number[];
}

function onlyNumbers({ xs, values }: Points): KnownPoints {
  const kept = xs.flatMap((x, index) => {
    const value = values[index] ?? null;
    return value === null || !Number.isFinite(value) ? [] : [[x, value] as const];
  });
  return { xs: kept.map(([x]) => x), values: kept.map(([, value]) => value) };
}

/** The places of all curves, thinned to what a screen shows; the first and the last stay. */
function placesOf(curves: readonly KnownPoints[]): number[] {
  const all = [...new Set(curves.flatMap(({ xs }) => xs))].sort((a, b) => a - b);
  if (all.length <= PLACES_MOST) return all;
  return Array.from(
    { length: PLACES_MOST },
    (_, index) => all[Math.round((index * (all.length - 1)) / (PLACES_MOST - 1))] as number,
  );
}

function valueAt({ xs, values }: KnownPoints, x: number): number | null {
  const after = firstIndexFrom(xs, x);
  if (after === xs.length) return null;
  const value = values[after] as number;
  if (xs[after] === x) return value;
  if (after === 0) return null;
  const [x0, x1] = [xs[after - 1] as number, xs[after] as number];
  return between(values[after - 1] as number, value, (x - x0) / (x1 - x0));
}
