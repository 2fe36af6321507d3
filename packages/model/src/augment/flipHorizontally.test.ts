import { describe, expect, test } from "vitest";
import { flipHorizontally } from "./flipHorizontally.ts";

const image = {
  pixels: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]),
  heightPx: 2,
  widthPx: 3,
};
const target = {
  boxesXyxyPx: Float32Array.from([0, 0, 1, 2]),
  labels: Int32Array.from([1]),
  masks: [Uint8Array.from([1, 0, 0, 1, 0, 0])],
};

describe("flipHorizontally", () => {
  test("mirrors pixels, boxes and masks alike", () => {
    const flipped = flipHorizontally(image, target);
    expect([...flipped.image.pixels]).toEqual([7, 8, 9, 4, 5, 6, 1, 2, 3, 16, 17, 18, 13, 14, 15, 10, 11, 12]);
    expect([...flipped.target.boxesXyxyPx]).toEqual([2, 0, 3, 2]);
    expect([...(flipped.target.masks[0] as Uint8Array)]).toEqual([0, 0, 1, 0, 0, 1]);
  });

  test("twice gives back the first", () => {
    const once = flipHorizontally(image, target);
    expect(flipHorizontally(once.image, once.target)).toEqual({ image, target });
  });
});
