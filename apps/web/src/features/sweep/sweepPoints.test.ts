import { expect, test } from "vitest";
import { bestRuns, runsOfPoints, type SweepPoint } from "./sweepPoints.ts";

/** A point whose runs are named by it and their place. */
function pointOf(number: number, values: readonly (number | null)[]): SweepPoint {
  const found = values.filter((value) => value !== null);
  return {
    number,
    values: { batchSize: number },
    runIds: values.map((_, index) => `${number}.${index}`),
    runNumbers: values.map((_, index) => 10 * number + index),
    runValues: [...values],
    runsStopped: values.map((_, index) => index === 1),
    count: found.length,
    mean: found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0) / found.length,
    deviation: null,
    min: null,
    max: null,
  };
}

const points = [pointOf(1, [0.2, 0.9]), pointOf(2, [null, null]), pointOf(3, [0.7, 0.6]), pointOf(4, [0.1, null])];
const best = (most: number, byPoint: boolean, goal: "MAXIMIZE" | "MINIMIZE" = "MAXIMIZE") =>
  bestRuns(points, { goal, most, byPoint }).map(({ id }) => id);

test("every run of every point is there, with its own value", () => {
  expect(runsOfPoints(points).map(({ number, value, stopped }) => [number, value, stopped])).toEqual([
    [10, 0.2, false],
    [11, 0.9, true],
    [20, null, false],
    [21, null, true],
    [30, 0.7, false],
    [31, 0.6, true],
    [40, 0.1, false],
    [41, null, true],
  ]);
});

test("the best runs of all come as they were planned, those without a value last", () => {
  expect(best(2, false)).toEqual(["1.1", "3.0"]);
  expect(best(2, false, "MINIMIZE")).toEqual(["1.0", "4.0"]);
  expect(best(6, false)).toEqual(["1.0", "1.1", "2.0", "3.0", "3.1", "4.0"]);
});

test("means are of whole points: one that does not fit is left out, unless it is the only one", () => {
  expect(best(3, true)).toEqual(["3.0", "3.1"]);
  expect(best(4, true)).toEqual(["1.0", "1.1", "3.0", "3.1"]);
  expect(best(1, true)).toEqual(["3.0"]);
});
