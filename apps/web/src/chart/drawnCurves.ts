import { axisScale } from "./axisScale.ts";
import { firstIndexFrom } from "./nearestIndex.ts";
import { smoothValues } from "./smoothValues.ts";
import type { AxisRange, ChartCurve } from "./types.ts";

/** A curve as it is drawn: what its scales cannot show is null. */
export interface DrawnCurve {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  readonly dashed: boolean;
  readonly xs: readonly number[];
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  /** Null where nothing is smoothed. */
  readonly smooth: readonly (number | null)[] | null;
  /** The bounds of each point; null where points are not reduced. */
  readonly band: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] } | null;
}

export interface CurveLook {
  /** Weight of the debiased moving average; 0 for none. */
  readonly smoothing: number;
  readonly logX: boolean;
  readonly logY: boolean;
}

export function drawnCurves(curves: readonly ChartCurve[], { smoothing, logX, logY }: CurveLook): DrawnCurve[] {
  const drawable = (value: number | null): number | null =>
    value === null || !Number.isFinite(value) || (logY && value <= 0) ? null : value;
  return curves.map((curve) => {
    const first = logX ? curve.xs.findIndex((x) => x > 0) : 0;
    const from = first === -1 ? curve.xs.length : first;
    const values = curve.values.slice(from).map(drawable);
    const bounds = (list: readonly (number | null)[] | null) => list?.slice(from).map(drawable) ?? [];
    return {
      key: curve.key,
      label: curve.label,
      color: curve.color,
      dashed: curve.dashed ?? false,
      xs: from === 0 ? curve.xs : curve.xs.slice(from),
      steps: from === 0 ? curve.steps : curve.steps.slice(from),
      values,
      smooth: smoothing > 0 ? smoothValues(values, smoothing) : null,
      band: curve.minValues && curve.maxValues ? { low: bounds(curve.minValues), high: bounds(curve.maxValues) } : null,
    };
  });
}

/** From the first to the last point of all curves, or to those above zero that a logarithmic axis shows; null where there is none. */
export function extentOf(
  curves: readonly { readonly xs: readonly number[] }[],
  { logX = false }: { readonly logX?: boolean } = {},
): AxisRange | null {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { xs } of curves) {
    from = Math.min(from, (logX ? xs.find((x) => x > 0) : xs[0]) ?? from);
    to = Math.max(to, xs.at(-1) ?? to);
  }
  return from <= to ? { from, to } : null;
}

/** Values that differ by less, as a share of their size, are level: a metric is shown in four digits, and noise in the tenth is none of its own. */
export const LEVEL_BELOW = 1e-9;
/** Above and below the curves, as a share of the axis. */
const AIR = 0.06;
const LOG_AIR = 0.05;
/** As a factor. */
const LOG_AIR_LEAST = 1.05;

/**
 * The least and greatest value within a range, with `bounds` of the bands too, else of the lines alone, with a little air; where no point lies in it, of those on both sides of it, whose
 * line crosses it. Finite, and wider than a level line. Null where there is no point at all.
 */
export function valueExtent(
  curves: readonly DrawnCurve[],
  range: AxisRange,
  { logY, bounds }: { readonly logY: boolean; readonly bounds: boolean },
): AxisRange | null {
  const within = (part: AxisRange) => extremesWithin(curves, part, bounds);
  const { least, greatest } = within(range) ?? within(around(curves, range)) ?? {};
  if (least === undefined || greatest === undefined) return null;
  const { valueAt, from, to } = axisScale({ from: least, to: greatest }, { logarithmic: logY, leastSpan: LEVEL_BELOW });
  if (logY) {
    const air = Math.max(LOG_AIR, Math.log(LOG_AIR_LEAST) / (Math.log(to) - Math.log(from)));
    return { from: valueAt(-air), to: valueAt(1 + air) };
  }
  const low = valueAt(-AIR);
  // A value that is never negative stays on its floor.
  return { from: least >= 0 && low < 0 ? 0 : low, to: valueAt(1 + AIR) };
}

function extremesWithin(
  curves: readonly DrawnCurve[],
  { from, to }: AxisRange,
  bounds: boolean,
): { least: number; greatest: number } | null {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { xs, values, smooth, band } of curves) {
    const [start, end] = [firstIndexFrom(xs, from), xs.length];
    for (const column of bounds ? [values, smooth, band?.low, band?.high] : [smooth ?? values]) {
      for (let index = start; column && index < end && (xs[index] as number) <= to; index++) {
        const value = column[index] ?? null;
        if (value === null) continue;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
    }
  }
  return least <= greatest ? { least, greatest } : null;
}

/** The range with the curves' next points on both sides. */
function around(curves: readonly DrawnCurve[], { from, to }: AxisRange): AxisRange {
  const before = curves.map(({ xs }) => xs[firstIndexFrom(xs, from) - 1] ?? from);
  const after = curves.map(({ xs }) => xs[firstIndexFrom(xs, to)] ?? to);
  return { from: Math.min(from, ...before), to: Math.max(to, ...after) };
}
