import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoxXywhPx, Rle } from "../document/types.ts";
import { SeededRandom } from "../random/SeededRandom.ts";
import { rleFromRuns } from "./rle.ts";
import { maskColumnMajorFromRuns, maskRowMajorFromRuns } from "./runLengths.ts";
import { runsAreaPx } from "./runsAreaPx.ts";
import { runsFromGeometry } from "./runsFromGeometry.ts";
import { runsFromRing } from "./runsFromRing.ts";

interface Golden {
  rings: { ring: number[]; rle: Rle }[];
  boxes: { boxXywhPx: BoxXywhPx; rle: Rle }[];
}
const golden = JSON.parse(readFileSync(new URL("./rasterisation.golden.json", import.meta.url), "utf8")) as Golden;

describe("runsFromRing", () => {
  it("draws every ring of the goldens as pycocotools does", () => {
    expect(golden.rings.length).toBe(160);
    for (const { ring, rle } of golden.rings) {
      expect(rleFromRuns(runsFromRing(ring, ...rle.size)), JSON.stringify(ring)).toEqual(rle);
    }
  });

  it("draws every box of the goldens as pycocotools does", () => {
    for (const { boxXywhPx, rle } of golden.boxes) {
      expect(rleFromRuns(runsFromGeometry({ type: "box" }, boxXywhPx, ...rle.size)), String(boxXywhPx)).toEqual(rle);
    }
  });

  it("fills exactly the pixels of a box of whole pixels", () => {
    // 2 x 3 pixels at (1, 2) of a 5 x 6 image.
    const mask = maskRowMajorFromRuns(runsFromRing([1, 2, 3, 2, 3, 5, 1, 5], 6, 5));
    expect(Array.from(mask)).toEqual([
      ...[0, 0, 0, 0, 0],
      ...[0, 0, 0, 0, 0],
      ...[0, 1, 1, 0, 0],
      ...[0, 1, 1, 0, 0],
      ...[0, 1, 1, 0, 0],
      ...[0, 0, 0, 0, 0],
    ]);
  });

  it("does not depend on the direction of the ring", () => {
    const coordinate = fc.double({ min: -20, max: 60, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 8 }), (points) => {
        const forth = runsFromRing(points.flat(), 40, 30);
        const back = runsFromRing([...points].reverse().flat(), 40, 30);
        expect(back.counts).toEqual(forth.counts);
      }),
    );
  });

  it("always fills the image with runs", () => {
    const coordinate = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate), { maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (points, height, width) => {
          const total = runsFromRing(points.flat(), height, width).counts.reduce((sum, run) => sum + run, 0);
          expect(total).toBe(height * width);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("covers the whole image from a ring a billion pixels wide", () => {
    expect(runsAreaPx(runsFromRing([-1e9, -1e9, 1e9, -1e9, 1e9, 1e9, -1e9, 1e9], 40, 30))).toBe(1200);
  });

  it("refuses a coordinate that is no number", () => {
    expect(() => runsFromRing([0, 0, Number.NaN, 4, 3, 3], 10, 10)).toThrow(/finite coordinates, got NaN at index 2/);
  });

  it("draws a tangled ring as two halves of it that are drawn apart, in the memory of its image", () => {
    const random = new SeededRandom(5);
    const whole = () => Math.floor(random.nextFloat() * 600);
    const points = Array.from({ length: 5_600 }, () => [whole(), whole()] as const);
    const drawn = maskColumnMajorFromRuns(runsFromRing(points.flat(), 600, 600));
    // By the even-odd rule a ring is the sum of its halves, each closed by the same line, which is gone along twice.
    const halves = [points.slice(0, 2_801), [...points.slice(2_800), points[0] as (typeof points)[0]]].map((half) =>
      maskColumnMajorFromRuns(runsFromRing(half.flat(), 600, 600)),
    );
    const differing = drawn.filter((value, i) => value !== ((halves[0]?.[i] ?? 0) ^ (halves[1]?.[i] ?? 0)));
    expect(differing).toHaveLength(0);
  });
});
