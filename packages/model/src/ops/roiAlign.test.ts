import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import { createRandom } from "../random/random.ts";
import type { Tensor, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch, relativeError } from "../testing/gradientCheck.ts";
import { roiAlign } from "./roiAlign.ts";

const { tf, kind } = await loadEngine();
const options = { spatialScale: 0.25, poolSize: 3, samplingRatio: 2 };

/** torchvision/csrc/ops/cpu/roi_align_kernel.cpp for one map, aligned=False: the bilinear taps of every bin. */
function directTaps(
  box: ArrayLike<number>,
  height: number,
  width: number,
): { bin: number; cell: number; weight: number }[] {
  const { spatialScale, poolSize, samplingRatio } = options;
  const [x1, y1, x2, y2] = Array.from(box, (value) => value * spatialScale) as [number, number, number, number];
  const binWidth = Math.max(x2 - x1, 1) / poolSize;
  const binHeight = Math.max(y2 - y1, 1) / poolSize;
  const taps: { bin: number; cell: number; weight: number }[] = [];
  for (let bin = 0; bin < poolSize ** 2; bin++) {
    for (let sample = 0; sample < samplingRatio ** 2; sample++) {
      let y =
        y1 + (Math.floor(bin / poolSize) + (Math.floor(sample / samplingRatio) + 0.5) / samplingRatio) * binHeight;
      let x = x1 + ((bin % poolSize) + ((sample % samplingRatio) + 0.5) / samplingRatio) * binWidth;
      if (y < -1 || y > height || x < -1 || x > width) continue;
      y = Math.max(y, 0);
      x = Math.max(x, 0);
      let top = Math.floor(y);
      let left = Math.floor(x);
      let bottom = top + 1;
      let right = left + 1;
      if (top >= height - 1) {
        top = height - 1;
        bottom = top;
        y = top;
      }
      if (left >= width - 1) {
        left = width - 1;
        right = left;
        x = left;
      }
      const corners = [
        [top, left, (1 - (y - top)) * (1 - (x - left))],
        [top, right, (1 - (y - top)) * (x - left)],
        [bottom, left, (y - top) * (1 - (x - left))],
        [bottom, right, (y - top) * (x - left)],
      ] as const;
      for (const [row, column, weight] of corners) {
        taps.push({ bin, cell: row * width + column, weight: weight / samplingRatio ** 2 });
      }
    }
  }
  return taps;
}

const height = 8;
const width = 10;
const channels = 3;
const features = tf.randomNormal([2, height, width, channels], 0, 1, "float32", 11) as Tensor4D;
// Inside, over every border by less and by more than a cell, wholly outside, and smaller than a cell.
const boxes = Float32Array.from([
  ...[4.3, 5.1, 30.2, 20.9],
  ...[-3, -2, 12, 14],
  ...[-30, -28, 11, 13],
  ...[25, 20, 43, 35],
  ...[20, 18, 90, 80],
  ...[100, 100, 120, 120],
  ...[17, 9, 17.5, 9.2],
  ...[0, 0, 40, 32],
]);
const images = Int32Array.from([0, 1, 0, 1, 0, 1, 1, 0]);

describe("roiAlign", () => {
  test("equals torchvision's loop, at and beyond every border", () => {
    const result = roiAlign(tf, features, boxes, images, options);
    const values = features.dataSync();
    const expected = new Float32Array(result.size);
    images.forEach((image, region) => {
      for (const { bin, cell, weight } of directTaps(boxes.subarray(region * 4, region * 4 + 4), height, width)) {
        for (let channel = 0; channel < channels; channel++) {
          const at = (region * 9 + bin) * channels + channel;
          const from = (image * height * width + cell) * channels + channel;
          expected[at] = (expected[at] as number) + weight * (values[from] as number);
        }
      }
    });
    expect(relativeError(result.dataSync(), expected)).toBeLessThan(1e-5);
  });

  test("its gradient spreads each bin's over the same cells by the same weights", () => {
    const outputGradient = tf.randomNormal([images.length, 3, 3, channels], 0, 1, "float32", 12);
    const gradient = tf.grad((x: Tensor) => roiAlign(tf, x as Tensor4D, boxes, images, options))(
      features,
      outputGradient,
    );
    const given = outputGradient.dataSync();
    const expected = new Float32Array(features.size);
    images.forEach((image, region) => {
      for (const { bin, cell, weight } of directTaps(boxes.subarray(region * 4, region * 4 + 4), height, width)) {
        for (let channel = 0; channel < channels; channel++) {
          const at = (image * height * width + cell) * channels + channel;
          const from = (region * 9 + bin) * channels + channel;
          expected[at] = (expected[at] as number) + weight * (given[from] as number);
        }
      }
    });
    expect(relativeError(gradient.dataSync(), expected)).toBeLessThan(1e-5);
  });

  test.each([1, 2])("its gradient with %i samples a bin side matches differences", (samplingRatio) => {
    const map = tf.randomNormal([2, 5, 6, 2], 0, 1, "float32", 14);
    const few = Float32Array.from([...[2, 3, 19, 15], ...[-3, -2, 12, 14], ...[15, 9, 40, 30]]);
    const f = (x: Tensor) =>
      roiAlign(tf, x as Tensor4D, few, Int32Array.from([0, 1, 1]), { ...options, samplingRatio });
    expectGradientsToMatch(tf, f, [map]);
  });

  test("the gradient of hundreds of overlapping regions is whole, and on the CPU the same every time", () => {
    const random = createRandom(5);
    const count = 400;
    const many = Float32Array.from({ length: count * 4 }, (_, index) =>
      index % 4 < 2 ? random.uniform() * 40 : 60 + random.uniform() * 60,
    );
    const map = tf.randomNormal([1, 32, 32, 64], 0, 1, "float32", 13) as Tensor4D;
    const pool = { ...options, poolSize: 7 };
    const f = tf.grad((x: Tensor) => roiAlign(tf, x as Tensor4D, many, new Int32Array(count), pool));
    const ones = tf.ones([count, 7, 7, 64]);
    const first = f(map, ones).dataSync();
    // All samples lie inside, so that every bin hands on exactly what it got.
    const total = Array.from(first).reduce((sum, value) => sum + value, 0);
    expect(total / (count * 49 * 64)).toBeCloseTo(1, 4);
    for (let repeat = 0; repeat < 2; repeat++) {
      const again = f(map, ones).dataSync();
      // CUDA adds in whatever order its threads come.
      if (kind === "cuda") expect(relativeError(again, first)).toBeLessThan(1e-5);
      else expect(again).toEqual(first);
    }
  }, 120_000);
});
