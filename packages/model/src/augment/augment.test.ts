import { describe, expect, test } from "vitest";
import { type AugmentConfiguration, augment, shuffledIndices } from "./augment.ts";

const side = 12;
const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => (at * 37) % 256);
const image = { pixels, heightPx: side, widthPx: side };
const mask = new Uint8Array(side * side).fill(1, 4 * side, 8 * side);
const target = { boxesXyxyPx: Float32Array.from([0, 4, 12, 8]), labels: Int32Array.of(1), masks: [mask] };
const off: AugmentConfiguration = {
  horizontalFlip: 0,
  scaleJitter: [1, 1],
  cropSizePx: null,
  colorJitter: { brightness: 0, contrast: 0, saturation: 0, hue: 0 },
};
const at = (index: number, epoch = 0) => ({ seed: 1, epoch, index });

describe("augment", () => {
  test("leaves everything alone when everything is off", () => {
    expect(augment(image, target, off, at(0))).toEqual({ image, target });
  });

  test("is a function of seed, epoch and index, and never changes what it was given", () => {
    const everything: AugmentConfiguration = {
      horizontalFlip: 0.5,
      scaleJitter: [0.5, 2],
      cropSizePx: 10,
      colorJitter: { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
    };
    const kept = { image: { ...image, pixels: pixels.slice() }, target: structuredClone(target) };
    const run = () => [0, 1, 2, 3].map((index) => augment(image, target, everything, at(index, index % 2)));
    const first = run();
    expect(run()).toEqual(first);
    expect(new Set(first.map(({ image: { pixels } }) => String(pixels))).size).toBe(4);
    expect({ image, target }).toEqual(kept);
  });

  test("flips as often as asked", () => {
    const flipped = (horizontalFlip: number, index: number) =>
      augment(image, target, { ...off, horizontalFlip }, at(index, index % 10)).image !== image;
    const choices = Array.from({ length: 200 }, (_, index) => flipped(0.5, index));
    const share = choices.filter(Boolean).length / 200;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
    for (let index = 0; index < 20; index++) {
      expect(flipped(0, index)).toBe(false);
      expect(flipped(1, index)).toBe(true);
    }
  });

  test("turning one kind on leaves the others' choices as they were", () => {
    const flip = { ...off, horizontalFlip: 0.5 };
    const mean = (index: number, configuration: AugmentConfiguration) => {
      const { pixels: changed } = augment(image, target, configuration, at(index)).image;
      return changed.reduce((sum, value) => sum + value, 0);
    };
    const bright = { ...off.colorJitter, brightness: 0.5 };
    for (let index = 0; index < 10; index++) {
      // A mirrored image has the same sum.
      const alone = mean(index, { ...off, colorJitter: bright });
      expect(mean(index, { ...flip, colorJitter: bright })).toBe(alone);
    }
  });
});

test("shuffledIndices holds every index once, in another order each epoch", () => {
  const first = shuffledIndices(50, { seed: 9, epoch: 0 });
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(shuffledIndices(50, { seed: 9, epoch: 0 })).toEqual(first);
  expect(shuffledIndices(50, { seed: 9, epoch: 1 })).not.toEqual(first);
});
