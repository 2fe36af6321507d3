import { expect, test } from "vitest";
import { sampleFrame } from "./sampleFrame.ts";

const image = { widthPx: 80, heightPx: 60 };

/** Where the image's point (x, y) lies in the sample. */
function placed(flipped: boolean, [x, y]: [number, number]) {
  const window = { widthPx: 50, heightPx: 40, scaledWidthPx: 160, scaledHeightPx: 120, leftPx: 30, topPx: 10 };
  const { scaleX, scaleY, offsetX, offsetY } = sampleFrame({ window, flipped, colors: [] }, image);
  return [x * scaleX + offsetX, y * scaleY + offsetY];
}

test("a point goes with the picture: scaled, moved by the window's corner, mirrored within the window", () => {
  // 20 * 2 - 30, 10 * 2 - 10; mirrored: 50 - 10.
  expect(placed(false, [20, 10])).toEqual([10, 10]);
  expect(placed(true, [20, 10])).toEqual([40, 10]);
});

test("without a window the sample is the image, mirrored or not", () => {
  const plain = { ...image, scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 };
  expect(sampleFrame({ window: null, flipped: false, colors: [] }, image)).toEqual(plain);
  expect(sampleFrame({ window: null, flipped: true, colors: [] }, image)).toEqual({
    ...plain,
    scaleX: -1,
    offsetX: 80,
  });
});
