import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { resampleMask, resamplePixels } from "./resample.ts";

interface Resized {
  heightPx: number;
  widthPx: number;
  pixels: number[];
}
const golden = JSON.parse(readFileSync(new URL("./torchvision.golden.json", import.meta.url), "utf8")) as Resized & {
  resized: Resized[];
};
const black = [0, 0, 0] as const;

test.each(golden.resized)("$heightPx x $widthPx as torchvision with antialias", ({ heightPx, widthPx, pixels }) => {
  const window = {
    heightPx,
    widthPx,
    scaledHeightPx: heightPx,
    scaledWidthPx: widthPx,
    topPx: 0,
    leftPx: 0,
  };
  const resized = resamplePixels(Uint8Array.from(golden.pixels), golden, window, black);
  // torch rounds between the two axes.
  pixels.forEach((value, at) => {
    expect(Math.abs(value - (resized[at] as number))).toBeLessThanOrEqual(1);
  });
});

test("a window shows the part of the whole picture that it lies on, and is filled beyond", () => {
  const whole = { scaledHeightPx: 11, scaledWidthPx: 14 };
  const pixels = Uint8Array.from(golden.pixels);
  const all = resamplePixels(pixels, golden, { ...whole, heightPx: 11, widthPx: 14, topPx: 0, leftPx: 0 }, black);
  const fill = [1, 2, 3] as const;
  const part = resamplePixels(pixels, golden, { ...whole, heightPx: 6, widthPx: 9, topPx: 7, leftPx: 8 }, fill);
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 9; column++) {
      const from = ((row + 7) * 14 + column + 8) * 3;
      const expected = row + 7 < 11 && column + 8 < 14 ? [...all.subarray(from, from + 3)] : fill;
      expect([...part.subarray((row * 9 + column) * 3, (row * 9 + column) * 3 + 3)]).toEqual(expected);
    }
  }
});

test("a mask takes the nearest pixel, 0 outside", () => {
  const mask = Uint8Array.of(1, 0, 0, 1);
  const size = { heightPx: 2, widthPx: 2 };
  const window = { heightPx: 3, widthPx: 5, scaledHeightPx: 4, scaledWidthPx: 4, topPx: 1, leftPx: 0 };
  expect([...resampleMask(mask, size, window)]).toEqual([1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0]);
});
