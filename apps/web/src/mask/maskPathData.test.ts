import { rleFromMaskRowMajor } from "@maskyard/annotations";
import { expect, test } from "vitest";
import { maskPathData } from "./maskPathData.ts";
import { partsFromRle } from "./partsFromRle.ts";
import type { MaskGeometry } from "./types.ts";

const box = { x: 1, y: 1, width: 3, height: 2 };

test("a polygon with a hole is one even-odd path, a second part another", () => {
  const geometry: MaskGeometry = {
    kind: "POLYGON",
    parts: [
      { outer: [0, 0, 4, 0, 4, 4], holes: [[1, 1, 2, 1, 2, 2]] },
      { outer: [6, 6, 7, 6, 7, 7], holes: [] },
    ],
    rle: null,
  };
  expect(maskPathData(geometry, box)).toEqual(["M0 0L4 0L4 4ZM1 1L2 1L2 2Z", "M6 6L7 6L7 7Z"]);
  expect(maskPathData(geometry, box)).toBe(maskPathData(geometry, box));
});

test("a box geometry draws its box", () => {
  expect(maskPathData({ kind: "BOX", parts: [], rle: null }, box)).toEqual(["M1 1h3v2h-3Z"]);
});

test("a run-length mask is traced at its place in the image", () => {
  // 5 wide, 4 high; foreground x 2..3, y 1..2.
  const mask = new Uint8Array(20);
  for (const [x, y] of [
    [2, 1],
    [3, 1],
    [2, 2],
    [3, 2],
  ] as const) {
    mask[y * 5 + x] = 1;
  }
  const rle = rleFromMaskRowMajor(mask, 4, 5);
  const [part] = partsFromRle({ heightPx: 4, widthPx: 5, counts: rle.counts });
  const corners = new Set<string>();
  for (let i = 0; i < (part?.outer.length ?? 0); i += 2) corners.add(`${part?.outer[i]},${part?.outer[i + 1]}`);
  expect(corners).toEqual(new Set(["2,1", "4,1", "4,3", "2,3"]));
  expect(part?.holes).toEqual([]);
});

test("an empty run-length mask has no outline", () => {
  const rle = rleFromMaskRowMajor(new Uint8Array(6), 2, 3);
  expect(partsFromRle({ heightPx: 2, widthPx: 3, counts: rle.counts })).toEqual([]);
});
