import { expect, it } from "vitest";
import { checkPoints, countPoints } from "./countPoints.ts";
import { rleFromRuns } from "./rle.ts";

it("counts points of all rings, runs of a mask, and corners of a box", () => {
  const ring = [0, 0, 9, 0, 9, 9];
  const parts = [
    { outer: ring, holes: [ring, ring] },
    { outer: [...ring, 0, 9], holes: [] },
  ];
  expect(countPoints({ type: "polygon", parts })).toBe(13);
  expect(countPoints({ type: "box" })).toBe(4);
  const counts = Uint32Array.of(3, 70_000, 5, 1, 929_991);
  expect(countPoints({ type: "rle", rle: rleFromRuns({ heightPx: 1000, widthPx: 1000, counts }) })).toBe(5);
});

it("says how many are too many", () => {
  const geometry = {
    type: "polygon" as const,
    parts: [{ outer: Array.from({ length: 2_400 }, (_, i) => i), holes: [] }],
  };
  expect(checkPoints(geometry, 1_200)).toBeNull();
  expect(checkPoints(geometry, 1_199)).toBe("has 1,200 points, and at most 1,199 are taken");
});
