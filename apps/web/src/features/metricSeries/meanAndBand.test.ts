import { expect, test } from "vitest";
import { type BandCurve, meanAndBand } from "./meanAndBand.ts";

const curve = (steps: number[], values: (number | null)[], reduced = false): BandCurve => ({
  steps,
  values,
  minValues: reduced ? values : null,
});
const range = (count: number, at: (index: number) => number) => Array.from({ length: count }, (_, index) => at(index));

test("mean, band and deviation of three runs at the same steps, by hand", () => {
  // At step 10: 1, 2, 6: mean 3, squares 4 + 1 + 9 = 14, over 2 is 7. At step 20: three times 5.
  const band = meanAndBand([curve([10, 20], [1, 5]), curve([10, 20], [2, 5]), curve([10, 20], [6, 5])]);
  expect(band).toEqual({
    steps: [10, 20],
    means: [3, 5],
    minValues: [1, 5],
    maxValues: [6, 5],
    deviations: [Math.sqrt(7), 0],
    counts: [3, 3],
  });
});

test("a step counts the runs that have it, and nothing is interpolated", () => {
  const band = meanAndBand([curve([1, 2, 4], [1, 2, 4]), curve([2, 3, 4], [4, 9, 8]), curve([], [])]);
  expect(band).toMatchObject({
    steps: [1, 2, 3, 4],
    means: [1, 3, 9, 6],
    counts: [1, 2, 1, 2],
    minValues: [1, 2, 9, 4],
    maxValues: [1, 4, 9, 8],
    deviations: [null, Math.sqrt(2), null, Math.sqrt(8)],
  });
});

test("values that are no number count for nothing", () => {
  const band = meanAndBand([curve([1, 2, 3], [null, Number.NaN, 3]), curve([1, 3], [7, 5]), curve([2], [Infinity])]);
  expect(band).toMatchObject({ steps: [1, 3], means: [7, 4], counts: [1, 2] });
});

test("reduced curves, whose steps differ, meet in buckets: each run with its last value there", () => {
  // Eight points each: four buckets, of steps 1-10, 11-20, 21-30 and 31-40.
  const a = curve([5, 10, 15, 20, 25, 30, 35, 40], [0, 1, 0, 2, 0, 3, 0, 4], true);
  const b = curve([1, 9, 14, 19, 24, 29, 34, 39], [9, 3, 9, 4, 9, 5, 9, 6], true);
  expect(meanAndBand([a, b])).toMatchObject({
    steps: [10, 20, 30, 40],
    means: [2, 3, 4, 5],
    minValues: [1, 2, 3, 4],
    maxValues: [3, 4, 5, 6],
    counts: [2, 2, 2, 2],
  });
  // At the same steps they need none.
  expect(meanAndBand([a, a]).steps).toEqual(a.steps);
});

test("very many steps are put into a thousand buckets", () => {
  const all = range(5_000, (index) => index + 1);
  const even = all.filter((step) => step % 2 === 0);
  const band = meanAndBand([
    curve(all, all),
    curve(
      even,
      even.map(() => 0),
    ),
  ]);
  expect(band.steps).toHaveLength(1_000);
  expect(band.steps.slice(0, 2)).toEqual([5, 10]);
  expect(band.means.slice(0, 2)).toEqual([2.5, 5]);
  expect(new Set(band.counts)).toEqual(new Set([2]));
});

test("no curve has no band", () => {
  expect(meanAndBand([])).toMatchObject({ steps: [], means: [], counts: [] });
});
