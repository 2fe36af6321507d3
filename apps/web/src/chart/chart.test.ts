import { expect, test } from "vitest";
import { alignSeries } from "./alignSeries.ts";
import { smoothValues } from "./smoothValues.ts";

test("the debiased average of a constant is that constant from the first point on", () => {
  for (const value of smoothValues([2, 2, 2, 2], 0.9)) expect(value).toBeCloseTo(2, 12);
});

test("weights by hand: w = 0.5 over 1, 3", () => {
  // m1 = 0.5, /0.5 = 1; m2 = 0.25 + 1.5 = 1.75, /0.75 = 7/3.
  const [first, second] = smoothValues([1, 3], 0.5);
  expect(first).toBeCloseTo(1, 12);
  expect(second).toBeCloseTo(7 / 3, 12);
});

test("gaps stay gaps and do not pull", () => {
  expect(smoothValues([4, null, 4], 0.8).map((value) => (value === null ? null : Math.round(value)))).toEqual([
    4,
    null,
    4,
  ]);
  expect(smoothValues([1, 5, 2], 0)).toEqual([1, 5, 2]);
});

test("curves with other steps share one axis", () => {
  const aligned = alignSeries([
    { steps: [1, 2, 4], values: [10, null, 30] },
    { steps: [2, 3], values: [5, 6] },
  ]);
  expect(aligned.steps).toEqual([1, 2, 3, 4]);
  expect(aligned.columns).toEqual([
    [10, null, undefined, 30],
    [undefined, 5, 6, undefined],
  ]);
});
