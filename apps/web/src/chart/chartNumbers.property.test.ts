import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMetric } from "../format/formatNumber.ts";
import { axisScale } from "./axisScale.ts";
import { chartTicks } from "./chartTicks.ts";
import { drawnCurves, valueExtent } from "./drawnCurves.ts";
import { evenTicks } from "./evenTicks.ts";
import { finiteStretches } from "./finiteStretches.ts";
import { logTicks } from "./logTicks.ts";
import { meanOf, sampleDeviation } from "./meanOf.ts";
import { shownRange } from "./shownRange.ts";
import { smoothValues } from "./smoothValues.ts";
import { sparklinePath } from "./sparklinePath.ts";

const MOST = 8;

/** Numbers of every size, with those that arithmetic trips over. */
const anyFinite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, 1e308, -1e308, Number.MAX_VALUE, -Number.MAX_VALUE, 3, 0.9, 2 ** 53),
);
/** The next greater double: a series of it and its neighbour is one last digit wide. */
function nextUp(value: number): number {
  const bits = new BigInt64Array(new Float64Array([value || 0]).buffer);
  bits[0] = (bits[0] as bigint) + (value >= 0 ? 1n : -1n);
  const [next] = new Float64Array(bits.buffer);
  return Number.isFinite(next) ? (next as number) : value;
}
const values = fc.oneof(
  fc.array(fc.option(fc.oneof(anyFinite, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY))), { maxLength: 40 }),
  fc.tuple(anyFinite, fc.integer({ min: 1, max: 40 })).map(([value, count]) => Array<number>(count).fill(value)),
  fc
    .tuple(anyFinite, fc.array(fc.boolean(), { maxLength: 40 }))
    .map(([value, ups]) => ups.map((up) => (up ? nextUp(value) : value))),
);
const smoothing = fc.constantFrom(0, 0.1, 0.6, 0.9, 0.99, 0.999999);

/** All that a chart reckons of a curve before it draws. */
function reckon(list: readonly (number | null)[], weight: number, logY: boolean) {
  const curve = { key: "m", label: "m", color: "#000000", minValues: null, maxValues: null, values: list };
  const steps = list.map((_, index) => index);
  const drawn = drawnCurves([{ ...curve, xs: steps, steps }], { smoothing: weight, logX: false, logY });
  const range = shownRange(null, drawn, false);
  const extent = valueExtent(drawn, range, { logY, bounds: true }) ?? { from: logY ? 0.1 : 0, to: 1 };
  const scale = axisScale(extent, { logarithmic: logY });
  const [one] = drawn;
  if (!one) throw new Error("No curve came back.");
  return {
    scale,
    shown: one.values,
    line: one.smooth ?? one.values,
    ticks: chartTicks(scale, { most: MOST, format: formatMetric }),
  };
}

test("whatever was logged, a chart has a few distinct ticks, and every finite point lies on it", () => {
  fc.assert(
    fc.property(values, smoothing, fc.boolean(), (list, weight, logY) => {
      const { scale, shown, line, ticks } = reckon(list, weight, logY);
      expect(ticks.places.length).toBeLessThanOrEqual(14);
      expect(new Set(ticks.places).size).toBe(ticks.places.length);
      expect(new Set(ticks.labels).size).toBe(ticks.labels.length);
      for (const place of ticks.places) expect(place >= -1e-9 && place <= 1 + 1e-9).toBe(true);
      const drawable = list.flatMap((value, index) =>
        value !== null && Number.isFinite(value) && (!logY || value > 0) ? [index] : [],
      );
      const covered = finiteStretches(line).flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, index) => first + index),
      );
      expect(covered).toEqual(drawable);
      for (const index of drawable) {
        for (const value of [shown[index], line[index]]) {
          const place = scale.place(value as number);
          expect(place >= -1e-9 && place <= 1 + 1e-9).toBe(true);
        }
      }
    }),
    { numRuns: 400, seed: 13 },
  );
});

test("a level line is level: all of it at one height, and not at an edge of the chart", () => {
  fc.assert(
    fc.property(anyFinite, fc.integer({ min: 1, max: 40 }), smoothing, (value, count, weight) => {
      const { scale, line } = reckon(Array<number>(count).fill(value), weight, false);
      expect(new Set(line)).toEqual(new Set([value]));
      const place = scale.place(value);
      // Zero is the floor of what is never negative, and beyond the greatest number there is no room.
      const hasRoom = value !== 0 && Math.abs(value) < 0.8 * Number.MAX_VALUE;
      expect(hasRoom ? place > 0.2 && place < 0.8 : place >= 0 && place <= 1).toBe(true);
    }),
    { numRuns: 300, seed: 13 },
  );
});

test("noise in the last digit of a double does not fill the chart", () => {
  for (const value of [3, 0.9, 1e-300, 1e308, -7]) {
    const { scale } = reckon([value, nextUp(value), value], 0, false);
    expect(Math.abs(scale.place(value) - scale.place(nextUp(value)))).toBeLessThan(1e-6);
  }
});

test("every whole number up to 1,000 as a metric that never changes has ticks, in every number of points", () => {
  for (let value = 1; value <= 1_000; value++) {
    for (const count of [1, 2, 5, 10]) {
      const { ticks, line } = reckon(Array<number>(count).fill(value), 0.6, false);
      expect(line.every((one) => one === value)).toBe(true);
      expect(ticks.places.length).toBeGreaterThanOrEqual(2);
      expect(ticks.places.length).toBeLessThanOrEqual(MOST + 1);
    }
  }
});

test("a scale leads back to the value it placed", () => {
  fc.assert(
    fc.property(anyFinite, anyFinite, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, place) => {
      const scale = axisScale({ from: Math.min(a, b), to: Math.max(a, b) });
      const value = scale.valueAt(place);
      expect(Number.isFinite(value)).toBe(true);
      // Denormal numbers lie as far apart as they are large.
      if (Math.max(Math.abs(a), Math.abs(b)) > 1e-300) expect(scale.place(value)).toBeCloseTo(place, 2);
      expect(scale.to).toBeGreaterThan(scale.from);
    }),
    { numRuns: 300, seed: 13 },
  );
});

test("ticks of any range are bounded in number, rising, and within it", () => {
  const ends = fc.tuple(anyFinite, anyFinite).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const neighbours = anyFinite.map((value) => [value, nextUp(value)] as const);
  const distances = [0.1, 1, 60, 3600];
  fc.assert(
    fc.property(fc.oneof(ends, neighbours), fc.integer({ min: 0, max: 30 }), ([from, to], most) => {
      for (const ticks of [
        evenTicks(from, to, { most }),
        evenTicks(from, to, { most, leastDistance: 1 }),
        evenTicks(from, to, { most, distances }),
        logTicks(from, to),
      ]) {
        expect(ticks.length).toBeLessThanOrEqual(Math.max(most, 12) + 2);
        expect(ticks.every((tick, index) => tick >= from && tick <= to && tick > (ticks[index - 1] ?? -Infinity))).toBe(
          true,
        );
      }
    }),
    { numRuns: 400, seed: 13 },
  );
});

test("a smoothed value lies between the least and the greatest before it", () => {
  fc.assert(
    fc.property(fc.array(anyFinite, { minLength: 1, maxLength: 40 }), smoothing, (list, weight) => {
      const smooth = smoothValues(list, weight);
      for (const [index, value] of smooth.entries()) {
        const before = list.slice(0, index + 1);
        expect(value).toBeGreaterThanOrEqual(Math.min(...before));
        expect(value).toBeLessThanOrEqual(Math.max(...before));
      }
    }),
    { numRuns: 200, seed: 13 },
  );
});

test("the mean and the deviation of any numbers are numbers, and those of equal ones exact", () => {
  fc.assert(
    fc.property(fc.array(anyFinite, { minLength: 1, maxLength: 12 }), (list) => {
      const mean = meanOf(list);
      expect(mean).toBeGreaterThanOrEqual(Math.min(...list));
      expect(mean).toBeLessThanOrEqual(Math.max(...list));
      expect(sampleDeviation(list, mean)).toBeGreaterThanOrEqual(0);
      const [first] = list as [number];
      const same = list.map(() => first);
      expect([meanOf(same), sampleDeviation(same, meanOf(same))]).toEqual([first, 0]);
    }),
    { numRuns: 200, seed: 13 },
  );
  // By hand: the mean of 2, 4, 9 is 5, the squares of their distances 9 + 1 + 16, and 26 / 2 = 13.
  expect(meanOf([2, 4, 9])).toBeCloseTo(5, 12);
  expect(sampleDeviation([2, 4, 9], 5)).toBeCloseTo(Math.sqrt(13), 12);
});

test("a sparkline has only finite coordinates within its picture, and a dot for a point alone", () => {
  fc.assert(
    fc.property(values, (list) => {
      const path = sparklinePath(list, { width: 60, height: 22 });
      const coordinates = path.replaceAll("h0", "").match(/-?[\d.]+(?:e[+-]?\d+)?/g) ?? [];
      expect(path).not.toMatch(/NaN|Infinity/);
      expect(coordinates.every((one) => Number(one) >= 0 && Number(one) <= 60)).toBe(true);
      const finite = list.filter((value) => value !== null && Number.isFinite(value)).length;
      expect(coordinates.length).toBe(2 * finite);
    }),
    { numRuns: 200, seed: 13 },
  );
  expect(sparklinePath([3], { width: 60, height: 22 })).toBe("M30.0 11.0h0");
  expect(sparklinePath([0, null, 1, 2], { width: 62, height: 24 })).toBe("M1.0 22.0h0M41.0 12.0L61.0 2.0");
});
