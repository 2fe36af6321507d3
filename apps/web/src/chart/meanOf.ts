import { between } from "./between.ts";

/** The arithmetic mean, taken one value at a time: that of equal values is their value to the last digit, and no sum overflows. NaN of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce(
    (mean, value, index) => (index === 0 ? value : between(mean, value, 1 / (index + 1))),
    Number.NaN,
  );
}

/** The standard deviation of a sample (n - 1); 0 of one value alone. */
export function sampleDeviation(values: readonly number[], mean: number): number {
  // In parts of the largest distance, so that no square overflows or vanishes.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  if (values.length < 2 || largest === 0) return 0;
  const unit = Math.min(largest, Number.MAX_VALUE);
  const squares = values.reduce((sum, value) => sum + (value / unit - mean / unit) ** 2, 0);
  return unit * Math.sqrt(squares / (values.length - 1));
}
