import { expect, test } from "vitest";
import type { SampleWindow } from "./Augmentation.ts";
import { describeAugmentation } from "./describeAugmentation.ts";

const image = { widthPx: 800, heightPx: 600 };
const plain = { window: null, flipped: false, colors: [] };
const inSquare = (scaledWidthPx: number, scaledHeightPx: number, leftPx: number, topPx: number): SampleWindow => ({
  widthPx: 512,
  heightPx: 512,
  scaledWidthPx,
  scaledHeightPx,
  leftPx,
  topPx,
});

test("everything is told in the order in which it was done", () => {
  const augmentation = {
    window: inSquare(664, 498, 31, 0),
    flipped: true,
    colors: [
      { kind: "hue" as const, amount: -0.0333 },
      { kind: "brightness" as const, amount: 1.1234 },
    ],
  };
  expect(describeAugmentation(augmentation, image)).toBe(
    "scaled ×0.83 to 664 × 498, crop 512 × 498 at 31, 0, filled to 512 × 512, flipped, hue −12°, brightness ×1.12",
  );
  // Of an image that is gone nobody knows the size it had.
  expect(describeAugmentation({ ...augmentation, flipped: false, colors: [] }, null)).toBe(
    "scaled to 664 × 498, crop 512 × 498 at 31, 0, filled to 512 × 512",
  );
});

test("what was not done is not told", () => {
  expect(describeAugmentation(plain, image)).toBe("not augmented");
  expect(describeAugmentation({ ...plain, flipped: true }, image)).toBe("flipped");
  expect(describeAugmentation({ ...plain, window: inSquare(800, 600, 288, 88) }, image)).toBe(
    "crop 512 × 512 at 288, 88",
  );
  expect(describeAugmentation({ ...plain, window: inSquare(256, 192, 0, 0) }, image)).toBe(
    "scaled ×0.32 to 256 × 192, filled to 512 × 512",
  );
});
