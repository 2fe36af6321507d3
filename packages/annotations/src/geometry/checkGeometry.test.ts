import { describe, expect, it } from "vitest";
import { checkBox, checkGeometry, checkRing, openRing } from "./checkGeometry.ts";
import { rleFromMaskRowMajor } from "./rle.ts";

describe("checkGeometry", () => {
  it.each([
    [[0, 0, 4, 0, 4], /odd number of coordinates \(5\)/],
    [[0, 0, 4, 0], /fewer than 3 points \(2\)/],
    [[0, 0, 1, 1, 2, 2], /no area/],
    [[0, 0, 1, Number.NaN, 2, 2], /no number \(NaN at position 3\)/],
    [[0, 0, 1, Number.POSITIVE_INFINITY, 2, 2], /no number \(Infinity/],
    [[0, 0, 4, 0, 1e9, 9], /beyond any image \(1000000000 at position 4\)/],
  ])("names what is wrong with the ring %s", (ring, message) => {
    expect(checkRing(ring)).toMatch(message);
    expect(checkGeometry({ type: "polygon", parts: [{ outer: ring, holes: [] }] }, [0, 0, 1, 1])).toMatch(message);
  });

  it("finds nothing wrong with a triangle", () => {
    expect(checkRing([0, 0, 4, 0, 4, 3])).toBeNull();
  });

  it("checks boxes and masks", () => {
    expect(checkBox([1, 1, 0, 5])).toMatch(/without area \(0 x 5\)/);
    expect(checkBox([1, Number.NaN, 2, 5])).toMatch(/no number/);
    expect(checkGeometry({ type: "box" }, [1, 1, 2, 5])).toBeNull();
    expect(checkGeometry({ type: "rle", rle: rleFromMaskRowMajor([0, 0], 1, 2) }, [0, 0, 0, 0])).toBe("an empty mask");
    expect(checkGeometry({ type: "rle", rle: { size: [9, 9], counts: "4" } }, [0, 0, 0, 0])).toMatch(/cover 4 pixels/);
  });

  it("opens a ring that repeats its first point", () => {
    expect(openRing([0, 0, 4, 0, 4, 3, 0, 0])).toEqual([0, 0, 4, 0, 4, 3]);
    expect(openRing([0, 0, 4, 0, 4, 3])).toEqual([0, 0, 4, 0, 4, 3]);
  });
});
