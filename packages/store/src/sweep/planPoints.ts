import { SeededRandom } from "@maskyard/annotations";
import { dimensionSize, dimensionValue, drawValue, type SweepDimension } from "./SweepDimension.ts";

/** The settings of one point of a sweep: a value for each dimension. */
export type SweepPoint = Readonly<Record<string, unknown>>;

/** How many combinations the dimensions have; infinite where one is a range of any values. */
export function gridSize(dimensions: readonly SweepDimension[]): number {
  return dimensions.reduce((size, dimension) => size * dimensionSize(dimension), 1);
}

/** Every combination of the dimensions' values; the last dimension changes from point to point, the first slowest. */
export function gridPoints(dimensions: readonly SweepDimension[]): SweepPoint[] {
  const size = gridSize(dimensions);
  if (!Number.isFinite(size)) throw new Error("gridPoints: expected finite dimensions");
  return Array.from({ length: size }, (_, index) => gridPoint(dimensions, index));
}

/**
 * `count` different points, each drawn from all dimensions independently: a function of seed and dimensions alone, and the first points stay the same
 * when more are asked for. All combinations, as the grid has them, where there are no more than `count`.
 */
export function randomPoints(dimensions: readonly SweepDimension[], count: number, seed: number): SweepPoint[] {
  if (gridSize(dimensions) <= count) return gridPoints(dimensions);
  const random = new SeededRandom(seed);
  const points = new Map<string, SweepPoint>();
  // A point drawn a second time is drawn anew: of the last of n points that are left, n draws find one on average.
  while (points.size < count) {
    const point = Object.fromEntries(
      dimensions.map((dimension) => [dimension.setting, drawValue(dimension, random.nextFloat())]),
    );
    points.set(JSON.stringify(point), point);
  }
  return [...points.values()];
}

function gridPoint(dimensions: readonly SweepDimension[], index: number): SweepPoint {
  const values: [string, unknown][] = [];
  let rest = index;
  for (const dimension of dimensions.toReversed()) {
    const size = dimensionSize(dimension);
    values.unshift([dimension.setting, dimensionValue(dimension, rest % size)]);
    rest = Math.floor(rest / size);
  }
  return Object.fromEntries(values);
}
