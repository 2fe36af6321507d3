import fc from "fast-check";
import { expect, test } from "vitest";
import { dimensionScale } from "./dimensionScale.ts";
import { meanAndBand } from "./meanAndBand.ts";

const anyFinite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 3, 3.0000000000000004, 1e308, -1e308, 5e-324, Number.MAX_VALUE),
);

test("runs lie within their axis, whatever they came to, and its ticks are few", () => {
  fc.assert(
    fc.property(fc.array(anyFinite, { minLength: 1, maxLength: 20 }), fc.boolean(), (values, logarithmic) => {
      const scale = dimensionScale([...values, Number.POSITIVE_INFINITY, null], logarithmic);
      expect(scale.ticks.length).toBeLessThanOrEqual(14);
      expect(new Set(scale.ticks.map(({ label }) => label)).size).toBe(scale.ticks.length);
      for (const value of values) {
        const place = scale.place(value);
        expect(place !== null && place >= -1e-9 && place <= 1 + 1e-9).toBe(true);
      }
      expect(scale.place(Number.POSITIVE_INFINITY)).toBeNull();
      for (const at of [0, 0.5, 1]) expect(Number.isFinite(scale.numberAt(at))).toBe(true);
    }),
    { numRuns: 300, seed: 13 },
  );
});

test("results that differ in the last digit of a double stand at one place", () => {
  const { place, ticks } = dimensionScale([3, 3.0000000000000004], false);
  expect(Math.abs((place(3) ?? 0) - (place(3.0000000000000004) ?? 1))).toBeLessThan(1e-6);
  expect(ticks.length).toBeLessThan(8);
});

test("the mean of level curves is level and its band has no width, of whatever value", () => {
  fc.assert(
    fc.property(anyFinite, fc.integer({ min: 1, max: 7 }), fc.constantFrom("std", "minmax"), (value, count, kind) => {
      const curves = Array.from({ length: count }, (_, index) => ({
        xs: [index, 5, 11],
        values: [value, value, value],
      }));
      const { mean, low, high } = meanAndBand(curves, kind as "std" | "minmax");
      expect(new Set([...mean, ...low, ...high])).toEqual(new Set([value]));
    }),
    { numRuns: 100, seed: 13 },
  );
});

test("the band of the greatest numbers is drawn, and not infinite", () => {
  const curves = [1e308, -1e308, 1.7e308].map((value) => ({ xs: [0, 1], values: [value, value] }));
  for (const kind of ["std", "minmax"] as const) {
    const { mean, low, high } = meanAndBand(curves, kind);
    expect([...mean, ...low, ...high].every(Number.isFinite)).toBe(true);
  }
});
