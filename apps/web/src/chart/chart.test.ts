import { expect, test } from "vitest";
import { drawnCurves, extentOf, valueExtent } from "./drawnCurves.ts";
import { logTicks } from "./logTicks.ts";
import { firstIndexFrom, nearestIndex } from "./nearestIndex.ts";
import { curveColor } from "./palette.ts";
import { smoothValues } from "./smoothValues.ts";
import type { ChartCurve } from "./types.ts";

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

const curve: ChartCurve = {
  key: "loss",
  label: "loss",
  color: "#000000",
  xs: [0, 1, 2, 3],
  steps: [0, 10, 20, 30],
  values: [-1, 2, Number.NaN, 4],
  minValues: [-2, 1, 1, 3],
  maxValues: [0, 50, 2, 5],
};

test("what a logarithmic scale cannot show is a gap, and the axis begins after zero", () => {
  const [drawn] = drawnCurves([curve], { smoothing: 0, logX: true, logY: true });
  expect(drawn).toMatchObject({
    xs: [1, 2, 3],
    steps: [10, 20, 30],
    values: [2, null, 4],
    smooth: null,
    band: { low: [1, 1, 3], high: [50, 2, 5] },
  });
  const [linear] = drawnCurves([curve], { smoothing: 0, logX: false, logY: false });
  expect(linear).toMatchObject({ xs: [0, 1, 2, 3], values: [-1, 2, null, 4] });
});

test("the vertical axis holds every extreme of what is shown, and nothing from beside it", () => {
  const drawn = drawnCurves([curve], { smoothing: 0, logX: false, logY: false });
  const whole = { logY: false, bounds: true };
  expect(extentOf(drawn)).toEqual({ from: 0, to: 3 });
  const all = valueExtent(drawn, { from: 0, to: 3 }, whole);
  expect(all?.from).toBeLessThan(-2);
  expect(all?.to).toBeGreaterThan(50);
  // Of the lines alone.
  expect(valueExtent(drawn, { from: 0, to: 3 }, { ...whole, bounds: false })?.to).toBeCloseTo(4.3, 10);
  const end = valueExtent(drawn, { from: 2, to: 3 }, whole);
  expect(end?.from).toBeCloseTo(0.76, 10);
  expect(end?.to).toBeCloseTo(5.24, 10);
  // Between two points, and beyond the last.
  expect(valueExtent(drawn, { from: 0.2, to: 0.4 }, whole)?.to).toBeCloseTo(50 + 52 * 0.06, 10);
  expect(valueExtent(drawn, { from: 7, to: 9 }, whole)?.from).toBeCloseTo(3 - 0.12, 10);
  expect(valueExtent([], { from: 0, to: 1 }, whole)).toBeNull();
  expect(extentOf([])).toBeNull();
});

test("the nearest point is found at both ends and between", () => {
  const xs = [1, 4, 9];
  expect([0, 1, 2, 9, 10].map((x) => firstIndexFrom(xs, x))).toEqual([0, 0, 1, 2, 3]);
  expect([0, 2, 3, 7, 99].map((x) => nearestIndex(xs, x))).toEqual([0, 0, 1, 2, 2]);
  expect(nearestIndex([], 5)).toBe(-1);
});

test("logarithmic ticks are powers of ten, with steps between where there are few of these", () => {
  expect(logTicks(0.03, 2)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  expect(logTicks(0.5, 20_000)).toEqual([1, 10, 100, 1_000, 10_000]);
  expect(logTicks(0.41, 0.59)).toEqual([0.45, 0.5, 0.55]);
  expect(logTicks(0, 5)).toEqual([]);
});

test("fifty curves have fifty colours", () => {
  const colors = Array.from({ length: 50 }, (_, index) => curveColor(index));
  expect(new Set(colors).size).toBe(50);
  for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/);
});
