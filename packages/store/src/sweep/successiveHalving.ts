// Asynchronous successive halving (ASHA), the variant that stops: Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning"
// (arXiv 1810.05934). The cutoff is that of Ray Tune's AsyncHyperBandScheduler: no run ever waits for another.

export type SweepGoal = "MAXIMIZE" | "MINIMIZE";

/**
 * The resources at which runs are compared: `least`, `least` * η, `least` * η², … below `most`, which is a run's own end.
 *
 * @param reductionFactor η, of which one run in so many goes on
 */
export function rungLevels(least: number, reductionFactor: number, most: number): number[] {
  const levels: number[] = [];
  for (let level = least; level < most; level *= reductionFactor) levels.push(level);
  return levels;
}

/** Index of the highest rung that a run has reached; -1 below the first. */
export function rungReached(levels: readonly number[], resource: number): number {
  return levels.findLastIndex((level) => level <= resource);
}

export interface RungDecision {
  readonly goesOn: boolean;
  /** What the value had to reach; null where nothing to compare with was recorded. */
  readonly needed: number | null;
}

/**
 * Whether a run that reached a rung goes on: when its value is within the best 1/η of those recorded at the rung before it, by the quantile
 * 1 - 1/η with linear interpolation. The first run at a rung goes on. Values that are no number count as worse than all, and for nothing in the quantile.
 */
export function decideAtRung(options: {
  /** Null or NaN: the run has none. */
  readonly value: number | null;
  readonly recorded: readonly (number | null)[];
  readonly reductionFactor: number;
  readonly goal: SweepGoal;
}): RungDecision {
  const sign = options.goal === "MAXIMIZE" ? 1 : -1;
  const others = options.recorded.filter(isNumber).map((value) => sign * value);
  if (others.length === 0) return { goesOn: true, needed: null };
  const needed = quantile(others, 1 - 1 / options.reductionFactor);
  return { goesOn: isNumber(options.value) && sign * options.value >= needed, needed: sign * needed };
}

const isNumber = (value: number | null): value is number => value !== null && !Number.isNaN(value);

/** As numpy's `quantile` with its method "linear". `values` has one or more. */
function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = fraction * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (place - below);
}
