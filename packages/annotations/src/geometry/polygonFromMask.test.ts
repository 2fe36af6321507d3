import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { geometryAreaPx } from "./geometryAreaPx.ts";
import { maskFromGeometry } from "./maskFromGeometry.ts";
import { polygonFromMask } from "./polygonFromMask.ts";

const NO_BOX = [0, 0, 0, 0] as const;

describe("polygonFromMask", () => {
  it("traces a ring with its hole", () => {
    const mask = [1, 1, 1, 1, 0, 1, 1, 1, 1];
    expect(polygonFromMask(mask, 3, 3)).toEqual({
      type: "polygon",
      parts: [{ outer: [3, 0, 3, 3, 0, 3, 0, 0], holes: [[2, 2, 2, 1, 1, 1, 1, 2]] }],
    });
  });

  it("gives pixels that meet at a corner a part each", () => {
    expect(polygonFromMask([1, 0, 0, 1], 2, 2).parts.map((part) => part.outer)).toEqual([
      [1, 0, 1, 1, 0, 1, 0, 0],
      [2, 1, 2, 2, 1, 2, 1, 1],
    ]);
  });

  it("walks once around a piece that touches itself at a corner", () => {
    const mask = [1, 1, 1, 1, 0, 1, 1, 1, 0];
    const { parts } = polygonFromMask(mask, 3, 3);
    expect(parts).toEqual([{ outer: [3, 0, 3, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 2, 3, 0, 3, 0, 0], holes: [] }]);
  });

  it("gives an empty mask no part", () => {
    expect(polygonFromMask(new Uint8Array(6), 2, 3).parts).toEqual([]);
  });

  it("is drawn again as the same mask, with the same area", () => {
    const anyMask = fc
      .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }))
      .chain(([height, width]) =>
        fc.tuple(
          fc.constant(height),
          fc.constant(width),
          fc.array(fc.constantFrom(0, 1, 1), { minLength: height * width, maxLength: height * width }),
        ),
      );
    fc.assert(
      fc.property(anyMask, ([height, width, mask]) => {
        const polygon = polygonFromMask(mask, height, width);
        expect(Array.from(maskFromGeometry(polygon, NO_BOX, height, width))).toEqual(mask);
        expect(geometryAreaPx(polygon, NO_BOX)).toBe(mask.filter((value) => value === 1).length);
      }),
      { numRuns: 300 },
    );
  });
});
