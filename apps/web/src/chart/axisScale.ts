import type { AxisRange } from "./types.ts";

/** Where the values of an axis lie along it. */
export interface AxisScale {
  /** The value at place 0. */
  readonly from: number;
  /** The value at place 1. */
  readonly to: number;
  readonly logarithmic: boolean;
  /** 0 at the axis's beginning, 1 at its end, and beyond these outside of it. Not finite only for what a logarithm cannot show. */
  readonly place: (value: number) => number;
  /** Undoes {@link place}; always a finite number. */
  readonly valueAt: (place: number) => number;
}

/** Ends nearer to each other than this share of their size are one value: 500 steps of a double's last digit. */
const LEAST_SPAN = 1e-13;
/** How far an axis of one value goes to both sides of it, as a share of the value. */
const AROUND_ONE_VALUE = 0.05;

/** Of the smallest double as a power of two. */
const EXPONENT_LEAST = -1074;

interface AxisScaleOptions {
  readonly logarithmic?: boolean;
  /** A narrower range, as a share of its ends' size, is widened around its middle. */
  readonly leastSpan?: number;
}

/**
 * The scale of a range, whatever its ends are: equal, a last digit apart, up to ±1.8e308 or down to 5e-324. Reckoned in units of the power of two next
 * to the ends' size, which loses no digit, so that no difference overflows or vanishes.
 *
 * @param range finite, and above zero where `logarithmic`
 */
export function axisScale({ from, to }: AxisRange, options: AxisScaleOptions = {}): AxisScale {
  const { logarithmic = false, leastSpan = LEAST_SPAN } = options;
  const exponent = exponentOf(Math.max(Math.abs(from), Math.abs(to)));
  const measure = logarithmic ? Math.log10 : (value: number) => timesPowerOfTwo(value, -exponent);
  const unmeasure = logarithmic ? powerOfTen : (length: number) => finite(timesPowerOfTwo(length, exponent));
  let [low, high] = [measure(from), measure(to)];
  const size = logarithmic ? 1 : Math.max(Math.abs(low), Math.abs(high));
  const isOneValue = !(high - low > leastSpan * size);
  if (isOneValue) {
    const middle = low + (high - low) / 2;
    // The smallest numbers lie further apart than such a share of them.
    const air = Math.max(AROUND_ONE_VALUE * (size || 1), logarithmic ? 0 : 2 ** (EXPONENT_LEAST - exponent));
    [low, high] = [middle - air, middle + air];
  }
  return {
    from: isOneValue ? unmeasure(low) : from,
    to: isOneValue ? unmeasure(high) : to,
    logarithmic,
    place: (value) => (measure(value) - low) / (high - low),
    valueAt: (place) => unmeasure(low + place * (high - low)),
  };
}

/** The power of two that is at most `size`; 0 for 0. */
function exponentOf(size: number): number {
  return size > 0 ? Math.floor(Math.log2(size)) : 0;
}

/** In two factors: 2 ** 1074, which the smallest numbers need, is none itself. */
function timesPowerOfTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}

function powerOfTen(exponent: number): number {
  return Math.max(Number.MIN_VALUE, finite(10 ** exponent));
}

function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
