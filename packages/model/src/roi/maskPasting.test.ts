import { describe, expect, test } from "vitest";
import { pasteMask } from "./maskPasting.ts";

const rowsOf = (mask: Uint8Array, width: number) =>
  Array.from({ length: mask.length / width }, (_, row) => [...mask.subarray(row * width, (row + 1) * width)].join(""));

describe("pasteMask", () => {
  test("a full mask fills its box but for the border's half pixel", () => {
    // The 4 x 4 mask becomes 6 x 6 with its border, the box (2, 1, 6, 5) becomes (1, 0, 7, 6): 7 x 7 pixels for 6 cells.
    // Pixel k lies at 6 / 7 (k + 0.5) - 0.5: -0.07, 0.79, 1.64, 2.5, 3.36, 4.21, 5.07. Inside where above 0.5 on both axes.
    const mask = pasteMask(new Float32Array(16).fill(1), 4, [2, 1, 6, 5], 8, 9);
    expect(rowsOf(mask, 9)).toEqual([
      "000000000",
      "001111100",
      "001111100",
      "001111100",
      "001111100",
      "001111100",
      "000000000",
      "000000000",
    ]);
  });

  test("halves are not enough", () => {
    expect(pasteMask(new Float32Array(16).fill(0.5), 4, [2, 1, 6, 5], 8, 9).every((value) => value === 0)).toBe(true);
  });

  test("what lies outside the image is cut off", () => {
    const mask = pasteMask(new Float32Array(16).fill(1), 4, [-6, -6, 2, 2], 4, 4);
    expect(mask[0]).toBe(1);
    expect(mask[15]).toBe(0);
  });

  test("left and right, top and bottom are not mixed up", () => {
    // Only the top right quarter is set.
    const quarter = Float32Array.from([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const mask = pasteMask(quarter, 4, [0, 0, 40, 20], 20, 40);
    expect(mask[3 * 40 + 35]).toBe(1);
    expect(mask[3 * 40 + 5]).toBe(0);
    expect(mask[17 * 40 + 35]).toBe(0);
  });
});
