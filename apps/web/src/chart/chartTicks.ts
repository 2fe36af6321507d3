import type { AxisScale } from "./axisScale.ts";
import { evenTicks } from "./evenTicks.ts";
import { logTicks } from "./logTicks.ts";
import { tickLabels } from "./tickLabels.ts";

/** The ticks of an axis: where they stand along it, from 0 to 1, and how they read. */
export interface ChartTicks {
  readonly places: readonly number[];
  readonly labels: readonly string[];
}

interface ChartTickOptions {
  /** As many as there is room for. */
  readonly most: number;
  readonly format: (value: number) => string;
  readonly distances?: readonly number[];
  readonly leastDistance?: number;
}

/** The ticks of a scale: round values within it, told apart by their labels. */
export function chartTicks(scale: AxisScale, { format, ...options }: ChartTickOptions): ChartTicks {
  const { from, to, logarithmic } = scale;
  const ticks = logarithmic ? logTicks(from, to) : evenTicks(from, to, options);
  return { places: ticks.map(scale.place), labels: tickLabels(ticks, format) };
}
