import { expect, it } from "vitest";
import { CurveReducer } from "./CurveReducer.ts";
import type { EntryColumns } from "./entry.ts";

function points(values: readonly number[], firstStep: number): EntryColumns {
  const steps = Int32Array.from(values, (_, index) => firstStep + index);
  const lasts = Float64Array.from(values);
  return { firstSteps: steps, lastSteps: steps, mins: lasts, maxs: lasts, lasts };
}

it("merges neighbours across chunks and looks past NaN", () => {
  const reducer = new CurveReducer(5, 2);
  reducer.add(points([9, 4, Number.NaN], 0), 1, 3);
  reducer.add({ ...points([-2, 7, 1], 3), timesMs: Float64Array.of(30, 40, 50) }, 0, 3);
  expect(reducer.finish()).toEqual({
    steps: [2, 5],
    values: [Number.NaN, 1],
    minValues: [4, -2],
    maxValues: [4, 7],
    timesMs: [null, 50],
  });
});

it("refuses fewer and more entries than announced", () => {
  const reducer = new CurveReducer(3, 2);
  reducer.add(points([1, 2], 0), 0, 2);
  expect(() => reducer.finish()).toThrow("expected 3 entries, got 2");
  expect(() => reducer.add(points([3, 4], 2), 0, 2)).toThrow("expected 3 entries, got more");
});
