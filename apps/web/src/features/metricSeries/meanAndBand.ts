/** A curve of one run as it was read. */
export interface BandCurve {
  /** Rising. */
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  /** Not null where each point stands for a bucket of many: the steps of two such curves differ though their points do not. */
  readonly minValues: readonly (number | null)[] | null;
}

/** What several runs had at each step; the columns are parallel. */
export interface MeanAndBand {
  readonly steps: readonly number[];
  readonly means: readonly number[];
  readonly minValues: readonly number[];
  readonly maxValues: readonly number[];
  /** Sample standard deviation (n - 1); null where one run alone has a value. */
  readonly deviations: readonly (number | null)[];
  /** How many runs have a value there. */
  readonly counts: readonly number[];
}

/** More steps than that are put into as many buckets. */
const BUCKETS_MAX = 1_000;

/**
 * Mean and spread of several runs' curves, for example of those that differ in their seed alone.
 *
 * Curves are aligned by their steps, and nothing is interpolated: a step counts the runs that have a finite value at it, no others. Where
 * there are very many steps, or a curve was reduced to buckets when it was read, steps are put together in buckets of equal width, each named by its
 * last step, and a run has there the last value it has in it. Of reduced curves there are half as many buckets as the shortest has points, so that
 * each run has a value in about every one.
 */
export function meanAndBand(curves: readonly BandCurve[]): MeanAndBand {
  const columns = curves.map(finitePoints).filter(({ steps }) => steps.length > 0);
  const bucketOf = bucketsFor(columns);
  const buckets = new Map<number, { step: number; values: number[] }>();
  for (const { steps, values } of columns) {
    for (const [index, step] of steps.entries()) {
      const key = bucketOf(step);
      const next = steps[index + 1];
      const bucket = buckets.get(key) ?? { step, values: [] };
      bucket.step = Math.max(bucket.step, step);
      if (next === undefined || bucketOf(next) !== key) bucket.values.push(values[index] as number);
      buckets.set(key, bucket);
    }
  }
  const rows = [...buckets.values()].sort((a, b) => a.step - b.step);
  return {
    steps: rows.map(({ step }) => step),
    means: rows.map(({ values }) => mean(values)),
    minValues: rows.map(({ values }) => Math.min(...values)),
    maxValues: rows.map(({ values }) => Math.max(...values)),
    deviations: rows.map(({ values }) => sampleDeviation(values)),
    counts: rows.map(({ values }) => values.length),
  };
}

interface FinitePoints {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly reduced: boolean;
}

function finitePoints({ steps, values, minValues }: BandCurve): FinitePoints {
  const kept = steps.flatMap((step, index) => {
    const value = values[index];
    return value !== undefined && value !== null && Number.isFinite(value) ? [{ step, value }] : [];
  });
  return {
    steps: kept.map(({ step }) => step),
    values: kept.map(({ value }) => value),
    reduced: minValues !== null,
  };
}

function bucketsFor(columns: readonly FinitePoints[]): (step: number) => number {
  const all = new Set(columns.flatMap(({ steps }) => steps));
  const reduced = columns.filter((column) => column.reduced);
  const everywhere = columns.every(({ steps }) => steps.length === all.size);
  if (everywhere || (reduced.length === 0 && all.size <= BUCKETS_MAX)) return (step) => step;
  const [first, last] = [...all].reduce(
    ([least, most], step) => [Math.min(least, step), Math.max(most, step)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ) as [number, number];
  const fewest = reduced.reduce((count, { steps }) => Math.min(count, Math.floor(steps.length / 2)), BUCKETS_MAX);
  const width = Math.ceil((last - first + 1) / Math.max(1, fewest));
  return (step) => Math.floor((step - first) / width);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
