import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Geometry } from "../document/types.ts";
import { clipToImage } from "./clipToImage.ts";
import { geometryAreaPx } from "./geometryAreaPx.ts";
import { geometryBoxXywhPx } from "./geometryBoxXywhPx.ts";
import { maskFromGeometry } from "./maskFromGeometry.ts";

const polygon = (outer: number[], ...holes: number[][]): Geometry => ({ type: "polygon", parts: [{ outer, holes }] });
const NO_BOX = [0, 0, 0, 0] as const;

describe("clipToImage", () => {
  it("cuts a square at the image's corner", () => {
    const clipped = clipToImage(polygon([-2, -2, 4, -2, 4, 4, -2, 4]), NO_BOX, 10, 10);
    expect(clipped?.wasClipped).toBe(true);
    expect(clipped?.boxXywhPx).toEqual([0, 0, 4, 4]);
    expect(clipped && geometryAreaPx(clipped.geometry, clipped.boxXywhPx)).toBe(16);
  });

  it("leaves what lies on the edge as it is", () => {
    const geometry = polygon([0, 0, 10, 0, 10.0000001, 10, 0, 10]);
    expect(clipToImage(geometry, NO_BOX, 10, 10)).toEqual({ geometry, boxXywhPx: NO_BOX, wasClipped: false });
  });

  it("leaves nothing of what lies outside", () => {
    expect(clipToImage(polygon([20, 0, 30, 0, 30, 5]), NO_BOX, 10, 10)).toBeNull();
    expect(clipToImage({ type: "box" }, [-5, 2, 5, 5], 10, 10)).toBeNull();
  });

  it("cuts a box and a hole", () => {
    expect(clipToImage({ type: "box" }, [-5, 2, 8, 20], 10, 10)?.boxXywhPx).toEqual([0, 2, 3, 8]);
    const clipped = clipToImage(polygon([-4, 0, 8, 0, 8, 8, -4, 8], [-2, 2, 2, 2, 2, 6, -2, 6]), NO_BOX, 10, 10);
    expect(clipped && geometryAreaPx(clipped.geometry, clipped.boxXywhPx)).toBe(64 - 8);
  });

  it("keeps the pixels of whole-pixel shapes", () => {
    const corner = fc.tuple(fc.integer({ min: -10, max: 20 }), fc.integer({ min: -10, max: 20 }));
    fc.assert(
      fc.property(corner, corner, ([x0, y0], [x1, y1]) => {
        const geometry = polygon([x0, y0, x1, y0, x1, y1, x0, y1]);
        const clipped = clipToImage(geometry, NO_BOX, 12, 9);
        const before = maskFromGeometry(geometry, NO_BOX, 12, 9);
        const after = clipped === null ? new Uint8Array(108) : maskFromGeometry(clipped.geometry, NO_BOX, 12, 9);
        expect(after).toEqual(before);
        if (clipped?.wasClipped) {
          const [x, y, width, height] = geometryBoxXywhPx(clipped.geometry) ?? NO_BOX;
          expect(x >= 0 && y >= 0 && x + width <= 9 && y + height <= 12).toBe(true);
        }
      }),
    );
  });
});
