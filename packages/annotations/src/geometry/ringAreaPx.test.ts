import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRings } from "../testing/seededRings.ts";
import { ringAreaPx } from "./ringAreaPx.ts";
import { runsAreaPx } from "./runsAreaPx.ts";
import { runsFromRing } from "./runsFromRing.ts";

describe("ringAreaPx", () => {
  it("is to the last bit what is stored", () => {
    const golden = JSON.parse(readFileSync(new URL("./ringAreas.golden.json", import.meta.url), "utf8")) as {
      areasPx: number[];
    };
    expect(golden.areasPx).toHaveLength(400);
    expect(seededRings(2026, 400).map(ringAreaPx)).toEqual(golden.areasPx);
  });

  it("is the shoelace formula's where the ring does not cross itself", () => {
    expect(ringAreaPx([0, 0, 4, 0, 4, 3])).toBe(6);
    expect(ringAreaPx([0, 0, 1, 1, 2, 2])).toBe(0);
    // A hole cut out by a seam: 10 x 10 less 4 x 4, and the seam is gone along twice.
    expect(ringAreaPx([0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 3, 3, 3, 7, 7, 7, 7, 3, 3, 3])).toBe(84);
  });

  it("counts both loops of a figure of eight", () => {
    expect(ringAreaPx([10, 10, 30, 30, 30, 10, 10, 30])).toBeCloseTo(200, 9);
    // Loops of two sizes, crossing in (4, 4): 8 * 4 / 2 and 16 * 8 / 2, of which the shoelace formula sees the difference.
    expect(ringAreaPx([0, 0, 12, 12, -4, 12, 8, 0])).toBeCloseTo(80, 9);
  });

  it("leaves out what is enclosed twice, as a drawn mask does", () => {
    // A pentagram: its middle is enclosed twice.
    const star = Array.from({ length: 5 }, (_, i) => {
      const angle = (i * 2 * 2 * Math.PI) / 5;
      return [100 + 80 * Math.sin(angle), 100 - 80 * Math.cos(angle)];
    }).flat();
    const drawn = runsAreaPx(runsFromRing(star, 200, 200));
    expect(Math.abs(ringAreaPx(star) - drawn)).toBeLessThan(40);
  });

  it("is near the pixels that are drawn, whatever the ring", () => {
    const coordinate = fc.double({ min: 2, max: 298, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 9 }), (points) => {
        const ring = points.flat();
        const perimeter = points.reduce((sum, [x, y], i) => {
          const [nextX, nextY] = points[(i + 1) % points.length] as [number, number];
          return sum + Math.hypot(nextX - x, nextY - y);
        }, 0);
        const drawn = runsAreaPx(runsFromRing(ring, 300, 300));
        expect(Math.abs(ringAreaPx(ring) - drawn)).toBeLessThanOrEqual(0.75 * perimeter + 4);
      }),
      { numRuns: 300 },
    );
  });

  it("measures an outline of many thousand points at once, also one made to cross itself everywhere", () => {
    const circle = Array.from({ length: 20_000 }, (_, i) => {
      const angle = (i * Math.PI) / 10_000;
      return [500 + 400 * Math.cos(angle), 500 + 400 * Math.sin(angle)];
    }).flat();
    expect(Math.abs(ringAreaPx(circle) - Math.PI * 400 ** 2)).toBeLessThan(1);
    const zigzag = Array.from({ length: 40_000 }, (_, i) => (i % 4 < 2 ? i : 1_000_000 - i));
    expect(Number.isFinite(ringAreaPx(zigzag))).toBe(true);
  });
});
