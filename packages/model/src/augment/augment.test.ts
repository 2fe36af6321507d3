import { type Augmentation, adjustColors, maskFromGeometry, type SizePx, sampleFrame } from "@maskyard/annotations";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { applyAugmentation } from "./applyAugmentation.ts";
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
const everything: AugmentConfiguration = {
  horizontalFlip: 0.5,
  scaleJitter: [0.5, 2],
  cropSizePx: 10,
  colorJitter: { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
};
const at = (index: number, epoch = 0) => ({ seed: 1, epoch, index });

describe("augment", () => {
  test("leaves everything alone when everything is off", () => {
    const augmentation = { window: null, flipped: false, colors: [] };
    expect(augment(image, target, off, at(0))).toEqual({ image, target, augmentation });
  });

  test("is a function of seed, epoch and index, and never changes what it was given", () => {
    const kept = { image: { ...image, pixels: pixels.slice() }, target: structuredClone(target) };
    const run = () => [0, 1, 2, 3].map((index) => augment(image, target, everything, at(index, index % 2)));
    const first = run();
    expect(run()).toEqual(first);
    expect(new Set(first.map(({ image: { pixels } }) => String(pixels))).size).toBe(4);
    expect({ image, target }).toEqual(kept);
  });

  test("flips as often as asked", () => {
    const flipped = (horizontalFlip: number, index: number) =>
      augment(image, target, { ...off, horizontalFlip }, at(index, index % 10)).augmentation.flipped;
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

describe("what augment says it did", () => {
  const [heightPx, widthPx] = [60, 80];
  const random = createRandom(3);
  const photograph = {
    pixels: Uint8Array.from({ length: heightPx * widthPx * 3 }, () => Math.floor(256 * random.uniform())),
    heightPx,
    widthPx,
  };
  const corners: [x: number, y: number][] = [
    [12, 5],
    [50, 20],
    [44, 52],
    [20, 40],
  ];
  const maskOf = (points: [number, number][], size: SizePx) => {
    const outer = points.flat();
    const geometry = { type: "polygon" as const, parts: [{ outer, holes: [] }] };
    return maskFromGeometry(geometry, [0, 0, 1, 1], size.heightPx, size.widthPx);
  };
  const object = {
    boxesXyxyPx: Float32Array.of(12, 5, 50, 52),
    labels: Int32Array.of(1),
    masks: [maskOf(corners, photograph)],
  };
  const wide: AugmentConfiguration = { ...everything, cropSizePx: null };
  const inSquare: AugmentConfiguration = { ...everything, cropSizePx: 50 };
  const samplesOf = (configuration: AugmentConfiguration) =>
    Array.from({ length: 20 }, (_, index) => augment(photograph, object, configuration, at(index, index % 3)));

  test.each([off, wide, inSquare])("done again to the original, it gives the same sample: %#", (configuration) => {
    for (const { augmentation, ...sample } of samplesOf(configuration)) {
      const told = JSON.parse(JSON.stringify(augmentation)) as Augmentation;
      expect(applyAugmentation(photograph, object, told)).toEqual(sample);
    }
  });

  test.each([wide, inSquare])("is where each pixel of a mask came from: %#", (configuration) => {
    const [given] = object.masks as [Uint8Array];
    for (const { augmentation, target: moved, image: sample } of samplesOf(configuration)) {
      const { window, flipped } = augmentation;
      if (!window) throw new Error("expected a window");
      const expected = Uint8Array.from({ length: sample.heightPx * sample.widthPx }, (_, pixel) => {
        const [column, row] = [pixel % sample.widthPx, Math.floor(pixel / sample.widthPx)];
        const x = (flipped ? sample.widthPx - 1 - column : column) + window.leftPx;
        const y = row + window.topPx;
        if (x >= window.scaledWidthPx || y >= window.scaledHeightPx) return 0;
        const from = [((x + 0.5) * widthPx) / window.scaledWidthPx, ((y + 0.5) * heightPx) / window.scaledHeightPx];
        return given[Math.floor(from[1] as number) * widthPx + Math.floor(from[0] as number)] as number;
      });
      expect(moved.masks).toEqual(expected.includes(1) ? [expected] : []);
      expect([sample.heightPx, sample.widthPx]).toEqual([window.heightPx, window.widthPx]);
    }
  });

  test.each([wide, inSquare])("moves outlines as it moved masks: %#", (configuration) => {
    let [common, either] = [0, 0];
    for (const { augmentation, target: moved } of samplesOf(configuration)) {
      const frame = sampleFrame(augmentation, photograph);
      const outline = corners.map(([x, y]): [number, number] => [
        x * frame.scaleX + frame.offsetX,
        y * frame.scaleY + frame.offsetY,
      ]);
      const drawn = maskOf(outline, frame);
      moved.masks[0]?.forEach((value, pixel) => {
        common += value & (drawn[pixel] as number);
        either += value | (drawn[pixel] as number);
      });
    }
    expect(common / either).toBeGreaterThan(0.95);
  });

  test("colours change by what it says, in that order, after the picture was mirrored", () => {
    for (const { augmentation, image: sample } of samplesOf({ ...everything, cropSizePx: null, scaleJitter: [1, 1] })) {
      const { flipped, colors } = augmentation;
      const mirrored = Uint8Array.from(photograph.pixels, (_, place) => {
        const [channel, pixel] = [place % 3, Math.floor(place / 3)];
        const column = pixel % widthPx;
        return photograph.pixels[(pixel - column + (flipped ? widthPx - 1 - column : column)) * 3 + channel] as number;
      });
      expect(colors).toHaveLength(4);
      expect(sample.pixels).toEqual(adjustColors(mirrored, colors));
    }
  });
});

test("shuffledIndices holds every index once, in another order each epoch", () => {
  const first = shuffledIndices(50, { seed: 9, epoch: 0 });
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(shuffledIndices(50, { seed: 9, epoch: 0 })).toEqual(first);
  expect(shuffledIndices(50, { seed: 9, epoch: 1 })).not.toEqual(first);
});
