import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeededRandom } from "../random/SeededRandom.ts";
import { measureRing } from "./measureRing.ts";
import { runsAreaPx } from "./runsAreaPx.ts";
import { runsFromRing } from "./runsFromRing.ts";
import { sweptAreaPx } from "./sweep/sweptAreaPx.ts";

type Point = readonly [x: number, y: number];

/**
 * Every pair of edges is held against each other, and between any two heights at which one begins, ends or crosses the inside is summed:
 * slow, and without a thought to speed or order.
 */
function bruteForceAreaPx(points: readonly Point[]): number {
  const edges = points.map((from, i) => [from, points[(i + 1) % points.length] as Point] as const);
  const heights = new Set(points.map(([, y]) => y));
  for (const [[ax, ay], [bx, by]] of edges) {
    for (const [[cx, cy], [dx, dy]] of edges) {
      const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
      if (t > 0 && t < 1) heights.add(ay + t * (by - ay));
    }
  }
  const levels = [...heights].sort((a, b) => a - b);
  let area = 0;
  levels.slice(1).forEach((bottom, i) => {
    const top = levels[i] as number;
    const middle = (top + bottom) / 2;
    const xs = edges
      .filter(([[, y0], [, y1]]) => y0 < middle !== y1 < middle)
      .map(([[x0, y0], [x1, y1]]) => x0 + ((middle - y0) / (y1 - y0)) * (x1 - x0))
      .sort((a, b) => a - b);
    for (let k = 0; k + 1 < xs.length; k += 2) area += ((xs[k + 1] as number) - (xs[k] as number)) * (bottom - top);
  });
  return area;
}

const real = fc.double({ min: -50, max: 950, noNaN: true });
/** Few places for many points: they repeat, lie on edges, and edges lie on one another. */
const whole = fc.integer({ min: 0, max: 4 });
const rings = fc.oneof(
  fc.array(fc.tuple(real, real), { minLength: 3, maxLength: 14 }),
  fc.array(fc.tuple(whole, whole), { minLength: 3, maxLength: 18 }),
  fc.array(fc.tuple(whole, fc.constant(2)), { minLength: 3, maxLength: 8 }),
);
const areaOf = (points: readonly Point[]) => measureRing(points.flat()).areaPx;
const nearTo = (area: number) => Math.max(1, area) * 1e-9;

function random(seed: number, points: number): number[] {
  const source = new SeededRandom(seed);
  return Array.from({ length: 2 * points }, () => source.nextFloat() * 1000);
}

describe("measureRing", () => {
  it("is what a brute force over all pairs of edges finds, degenerate rings included", () => {
    fc.assert(
      fc.property(rings, (points) => {
        const expected = bruteForceAreaPx(points);
        expect(Math.abs(areaOf(points) - expected)).toBeLessThanOrEqual(nearTo(expected));
        const swept = sweptAreaPx(points.flat(), 10_000) ?? Number.NaN;
        expect(Math.abs(swept - expected)).toBeLessThanOrEqual(nearTo(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  it("does not depend on the first point, on the direction, or on where the ring lies", () => {
    fc.assert(
      fc.property(rings, fc.nat(), fc.integer({ min: -4096, max: 4096 }), (points, turn, shift) => {
        const area = areaOf(points);
        const start = turn % points.length;
        const others = [
          [...points.slice(start), ...points.slice(0, start)],
          [...points].reverse(),
          points.map(([x, y]) => [x + shift, y - 2 * shift] as const),
          points.map(([x, y]) => [y, x] as const),
          [...points, points[0] as Point],
        ];
        for (const other of others) expect(Math.abs(areaOf(other) - area)).toBeLessThanOrEqual(1e3 * nearTo(area));
      }),
      { numRuns: 400 },
    );
  });

  it("counts both loops of a figure of eight whose crossing is a point of its own", () => {
    expect(measureRing([0, 0, 5, 5, 10, 10, 10, 0, 5, 5, 0, 10])).toEqual({ areaPx: 50, isRasterised: false });
    // A point of one loop lies within an edge of the other.
    expect(measureRing([0, 0, 10, 0, 10, 10, 5, 0, 0, 10]).areaPx).toBe(50);
  });

  it("finds nothing inside a ring gone round twice, a line, a spike, or one point many times", () => {
    const square = [0, 0, 10, 0, 10, 10, 0, 10];
    expect(measureRing([...square, ...square]).areaPx).toBe(0);
    expect(measureRing([...square, ...square, ...square]).areaPx).toBe(100);
    expect(measureRing([...square, 0, 0, -30, -30, 0, 0]).areaPx).toBe(100);
    expect(measureRing([0, 0, 3, 1, 9, 3, 6, 2, 12, 4]).areaPx).toBe(0);
    expect(measureRing(Array.from({ length: 4_000 }, () => 7)).areaPx).toBe(0);
    const onLine = random(3, 5_000).map((value, i, all) => (i % 2 === 0 ? value : 2 * (all[i - 1] as number)));
    expect(measureRing(onLine)).toEqual({ areaPx: expect.closeTo(0, 6), isRasterised: false });
  });

  it("says of numbers that are none that the area is none, and takes very large and very small ones", () => {
    expect(measureRing([0, 0, 1, 0, Number.NaN, 1, 0, 1]).areaPx).toBeNaN();
    expect(measureRing([0, 0, 1, 0, Number.POSITIVE_INFINITY, 1, 0, 1]).areaPx).toBeNaN();
    const eight = [0, 0, 1, 1, 1, 0, 0, 1];
    for (const scale of [1e-150, 1e-9, 1e9, 1e150]) {
      const { areaPx } = measureRing(eight.map((value) => value * scale));
      expect(areaPx / (scale * scale)).toBeCloseTo(0.5, 12);
    }
  });

  it("measures a clean outline of any shape exactly, however many points it has", () => {
    const points = 20_000;
    // Teeth across the whole height: every edge is beside every other one in turn, so that pairs cannot be told apart by boxes.
    const teeth = Array.from({ length: points }, (_, i) => [i / 10, i % 2 === 0 ? 100 : 900]).flat();
    const comb = [...teeth, points / 10, 1000, 0, 1000];
    // 1,999.9 wide and on average 500 high, and a last piece 0.1 wide and on average 50 high.
    const turned = comb.map((value, i) =>
      i % 2 === 0 ? value * 0.8 - (comb[i + 1] as number) * 0.6 : (comb[i - 1] as number) * 0.6 + value * 0.8,
    );
    expect(measureRing(comb)).toEqual({ areaPx: expect.closeTo(999_955, 3), isRasterised: false });
    expect(measureRing(turned)).toEqual({ areaPx: expect.closeTo(999_955, 3), isRasterised: false });
  });

  it("measures exactly what crosses itself once at each of its points", () => {
    // Teeth cut through their middle: triangles of base 0.1 at half height, above and below by turns.
    const points = 20_000;
    const teeth = Array.from({ length: points }, (_, i) => [i / 10, i % 2 === 0 ? 0 : 100]).flat();
    const ring = [...teeth, points / 10, 50, -0.05, 50];
    const { areaPx, isRasterised } = measureRing(ring);
    expect(isRasterised).toBe(false);
    expect(areaPx).toBeCloseTo(sweptAreaPx(ring, 1e9) ?? 0, 6);
    expect(Math.abs(areaPx - (points / 10) * 25)).toBeLessThan(10);
  });

  it("counts cells for what crosses itself everywhere, and says so", () => {
    const ring = random(1, 500);
    const { areaPx, isRasterised } = measureRing(ring);
    expect(isRasterised).toBe(true);
    const exact = sweptAreaPx(ring, 1e7) ?? 0;
    expect(Math.abs(areaPx - exact)).toBeLessThan(0.01 * exact);
    expect(Math.abs(areaPx - runsAreaPx(runsFromRing(ring, 1000, 1000)))).toBeLessThan(0.02 * exact);
  });
});
