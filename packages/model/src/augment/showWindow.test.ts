import { describe, expect, test } from "vitest";
import type { TrainingImage, TrainingTarget } from "../images/images.ts";
import { createRandom, type Random } from "../random/random.ts";
import { drawWindow } from "./drawWindow.ts";
import { showWindow } from "./showWindow.ts";

const [heightPx, widthPx] = [60, 80];

/** White rectangles on black: what a mask covers is exactly what is bright. */
function scene(...boxes: [number, number, number, number][]): { image: TrainingImage; target: TrainingTarget } {
  const pixels = new Uint8Array(heightPx * widthPx * 3);
  const masks = boxes.map(([x1, y1, x2, y2]) => {
    const mask = new Uint8Array(heightPx * widthPx);
    for (let row = y1; row < y2; row++) {
      mask.fill(1, row * widthPx + x1, row * widthPx + x2);
      pixels.fill(255, (row * widthPx + x1) * 3, (row * widthPx + x2) * 3);
    }
    return mask;
  });
  return {
    image: { pixels, heightPx, widthPx },
    target: { boxesXyxyPx: Float32Array.from(boxes.flat()), labels: Int32Array.from(boxes, (_, at) => at + 1), masks },
  };
}

const scaleAndCrop = (
  image: TrainingImage,
  target: TrainingTarget,
  options: Parameters<typeof drawWindow>[1],
  random: Random,
) => showWindow(image, target, drawWindow(image, options, random));

/** Gives these numbers in turn: the factor's, the top's and the left's place in their ranges. */
function fixed(...values: number[]): Random {
  return { uniform: () => values.shift() as number };
}

const { image, target } = scene([10, 6, 30, 26], [60, 40, 78, 58]);

describe("within the image's own size", () => {
  const jitter = (scaleRange: [number, number], random: Random) =>
    scaleAndCrop(image, target, { scaleRange, cropSizePx: null }, random);

  test("enlarged, a window is shown: boxes move, are clipped to what is seen, and the unseen object goes", () => {
    // Twice the size; the window begins at row 30 of 0..60 and column 0 of 0..80.
    const moved = jitter([2, 2], fixed(0, 0.5, 0));
    expect([moved.image.heightPx, moved.image.widthPx]).toEqual([heightPx, widthPx]);
    expect([...moved.target.labels]).toEqual([1]);
    // x 20..60, y 12 - 30 .. 52 - 30, cut at the top.
    expect([...moved.target.boxesXyxyPx]).toEqual([20, 0, 60, 22]);
    const mask = moved.target.masks[0] as Uint8Array;
    expect(mask.reduce((sum, value) => sum + value, 0)).toBe(40 * 22);
    expect(mask[21 * widthPx + 59]).toBe(1);
    expect(mask[22 * widthPx + 59]).toBe(0);
  });

  test("reduced, it lies in the top left corner and the rest is the mean colour", () => {
    const moved = jitter([0.5, 0.5], fixed(0, 0, 0));
    expect([...moved.target.boxesXyxyPx]).toEqual([5, 3, 15, 13, 30, 20, 39, 29]);
    expect(moved.target.masks.map((mask) => mask.reduce((sum, value) => sum + value, 0))).toEqual([100, 81]);
    expect([...moved.image.pixels.subarray(40 * 3, 41 * 3)]).toEqual([124, 116, 104]);
    expect([...moved.image.pixels.subarray(30 * widthPx * 3, 30 * widthPx * 3 + 3)]).toEqual([124, 116, 104]);
    expect([...moved.image.pixels.subarray((8 * widthPx + 10) * 3, (8 * widthPx + 10) * 3 + 3)]).toEqual([
      255, 255, 255,
    ]);
  });

  test("the factor is drawn from the whole range", () => {
    const widths = Array.from({ length: 100 }, (_, seed) => {
      const [x1, , x2] = jitter([0.5, 1], createRandom(seed)).target.boxesXyxyPx;
      return (x2 as number) - (x1 as number);
    });
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(10);
    expect(Math.min(...widths)).toBeLessThan(10.6);
    expect(Math.max(...widths)).toBeGreaterThan(19.4);
    expect(Math.max(...widths)).toBeLessThanOrEqual(20);
  });
});

test("the box of a cut object is drawn around what is left of its mask", () => {
  // The triangle below the diagonal of a square from (10, 10) to (30, 30): wide at its foot.
  const mask = new Uint8Array(heightPx * widthPx);
  for (let row = 10; row < 30; row++) mask.fill(1, row * widthPx + 10, row * widthPx + row + 1);
  const triangle = { boxesXyxyPx: Float32Array.of(10, 10, 30, 30), labels: Int32Array.of(1), masks: [mask] };
  // In a square of 60 at the same scale, seen from x = 20 on: of the foot ten columns, of the top nothing.
  const wide = { ...image, widthPx: 80 };
  const moved = scaleAndCrop(wide, triangle, { scaleRange: [4 / 3, 4 / 3], cropSizePx: 60 }, fixed(0, 0, 0.999));
  expect([...moved.target.boxesXyxyPx]).toEqual([0, 20, 10, 30]);
});

describe("in a square of fixed size", () => {
  test("at factor 1 the image just fits it", () => {
    const moved = scaleAndCrop(image, target, { scaleRange: [1, 1], cropSizePx: 40 }, fixed(0, 0, 0));
    expect([moved.image.heightPx, moved.image.widthPx]).toEqual([40, 40]);
    expect([...moved.target.boxesXyxyPx]).toEqual([5, 3, 15, 13, 30, 20, 39, 29]);
    expect([...moved.image.pixels.subarray(30 * 40 * 3, 30 * 40 * 3 + 3)]).toEqual([124, 116, 104]);
  });

  test("at any factor masks lie where their pixels are, boxes around them, and nothing empty is left", () => {
    let [seen, covered, bright] = [0, 0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const moved = scaleAndCrop(image, target, { scaleRange: [0.1, 2], cropSizePx: 50 }, createRandom(seed));
      const { boxesXyxyPx, masks, labels } = moved.target;
      expect(masks).toHaveLength(labels.length);
      expect(boxesXyxyPx).toHaveLength(labels.length * 4);
      masks.forEach((mask, index) => {
        seen++;
        const [x1, y1, x2, y2] = boxesXyxyPx.subarray(index * 4, index * 4 + 4) as unknown as number[] as [
          number,
          number,
          number,
          number,
        ];
        expect(Math.min(x1, y1, 50 - x2, 50 - y2)).toBeGreaterThanOrEqual(0);
        expect(Math.min(x2 - x1, y2 - y1)).toBeGreaterThanOrEqual(1);
        for (let pixel = 0; pixel < mask.length; pixel++) {
          if (mask[pixel] === 0) continue;
          covered++;
          const [column, row] = [(pixel % 50) + 0.5, Math.floor(pixel / 50) + 0.5];
          expect(column > x1 - 0.5 && column < x2 + 0.5 && row > y1 - 0.5 && row < y2 + 0.5).toBe(true);
          if ((moved.image.pixels[pixel * 3] as number) > 110) bright++;
        }
      });
    }
    expect(bright / covered).toBeGreaterThan(0.99);
    expect(seen).toBeGreaterThan(200);
    expect(seen).toBeLessThan(400);
  });
});
