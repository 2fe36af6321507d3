import { describe, expect, test } from "vitest";
import { cellAnchorsXyxyPx, levelAnchorsXyxyPx } from "./anchors.ts";

describe("anchors", () => {
  test("ratios are height to width at equal area, rounded to whole pixels", () => {
    // 32 wide and high at ratio 1; at 0.5 it is 45.25 x 22.63, whose halves round to 23 and 11; at 2 the other way.
    expect([...cellAnchorsXyxyPx([32], [0.5, 1, 2])]).toEqual([
      ...[-23, -11, 23, 11],
      ...[-16, -16, 16, 16],
      ...[-11, -23, 11, 23],
    ]);
  });

  test("halves round to even, as torch.round does", () => {
    expect([...cellAnchorsXyxyPx([1], [1])].map((value) => value + 0)).toEqual([0, 0, 0, 0]);
    expect([...cellAnchorsXyxyPx([3], [1])]).toEqual([-2, -2, 2, 2]);
    expect([...cellAnchorsXyxyPx([5], [1])]).toEqual([-2, -2, 2, 2]);
  });

  test("a level's anchors stand on the corners of its cells, row by row", () => {
    const grid = { heightCells: 2, widthCells: 2, strideYPx: 8, strideXPx: 4 };
    expect([...levelAnchorsXyxyPx(grid, Float32Array.from([-1, -2, 1, 2]))]).toEqual([
      ...[-1, -2, 1, 2],
      ...[3, -2, 5, 2],
      ...[-1, 6, 1, 10],
      ...[3, 6, 5, 10],
    ]);
  });
});
