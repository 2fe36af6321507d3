import { describe, expect, it } from "vitest";
import { maskFromGeometry } from "./maskFromGeometry.ts";
import { rleFromMaskRowMajor } from "./rle.ts";

const NO_BOX = [0, 0, 0, 0] as const;

describe("maskFromGeometry", () => {
  it("unites parts and cuts holes out of their own part only, row by row", () => {
    const mask = maskFromGeometry(
      {
        type: "polygon",
        parts: [
          { outer: [0, 0, 3, 0, 3, 3, 0, 3], holes: [[1, 1, 2, 1, 2, 2, 1, 2]] },
          { outer: [2, 2, 4, 2, 4, 3, 2, 3], holes: [] },
        ],
      },
      NO_BOX,
      3,
      5,
    );
    expect(Array.from(mask)).toEqual([1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0]);
  });

  it("fills a box where nothing finer is known", () => {
    expect(Array.from(maskFromGeometry({ type: "box" }, [1, 0, 2, 1], 2, 4))).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
  });

  it("unpacks run lengths", () => {
    const mask = [0, 1, 1, 0, 0, 1];
    expect(Array.from(maskFromGeometry({ type: "rle", rle: rleFromMaskRowMajor(mask, 2, 3) }, NO_BOX, 2, 3))).toEqual(
      mask,
    );
  });

  it("refuses run lengths of another size", () => {
    const geometry = { type: "rle", rle: rleFromMaskRowMajor([0, 1, 1, 0, 0, 1], 2, 3) } as const;
    expect(() => maskFromGeometry(geometry, NO_BOX, 3, 2)).toThrow("expected a mask of 3 x 2, got 2 x 3");
  });

  it("leaves a polygon without parts empty", () => {
    expect(Array.from(maskFromGeometry({ type: "polygon", parts: [] }, NO_BOX, 2, 2))).toEqual([0, 0, 0, 0]);
  });
});
