import { describe, expect, test } from "vitest";
import { augment, flipHorizontally, shuffledIndices } from "./augment.ts";

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

describe("augment", () => {
  test("is a function of seed, epoch and index", () => {
    const flipped = (epoch: number, index: number): boolean =>
      augment(image, target, { horizontalFlip: 0.5 }, { seed: 1, epoch, index }).image !== image;
    const choices = Array.from({ length: 200 }, (_, index) => flipped(index % 10, index));
    expect(choices).toEqual(Array.from({ length: 200 }, (_, index) => flipped(index % 10, index)));
    const share = choices.filter(Boolean).length / 200;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  test("never flips at probability 0 and always at 1", () => {
    for (let index = 0; index < 20; index++) {
      const at = { seed: 1, epoch: 0, index };
      expect(augment(image, target, { horizontalFlip: 0 }, at).image).toBe(image);
      expect(augment(image, target, { horizontalFlip: 1 }, at).image).not.toBe(image);
    }
  });
});

test("shuffledIndices holds every index once, in another order each epoch", () => {
  const first = shuffledIndices(50, { seed: 9, epoch: 0 });
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(shuffledIndices(50, { seed: 9, epoch: 0 })).toEqual(first);
  expect(shuffledIndices(50, { seed: 9, epoch: 1 })).not.toEqual(first);
});
