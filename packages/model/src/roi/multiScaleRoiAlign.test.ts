import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor4D } from "../tensorFlow.ts";
import { multiScaleRoiAlign, orderByLevel, pyramidLevel } from "./multiScaleRoiAlign.ts";

const { tf } = await loadEngine();

describe("pyramidLevel", () => {
  test.each([
    [10, 0],
    [111, 0],
    [112, 1],
    [223, 1],
    [224, 2],
    [447, 2],
    [448, 3],
    [5000, 3],
  ])("a region of %i pixels a side is read from level %i", (sizePx, level) => {
    expect(pyramidLevel(0, 0, sizePx, sizePx)).toBe(level);
  });
});

describe("multiScaleRoiAlign", () => {
  const stridesPx = [4, 8, 16, 32];
  // Each level holds its own number everywhere, so that the pooled value tells where it came from.
  const levels = stridesPx.map((stride, level) => tf.fill([1, 512 / stride, 512 / stride, 1], level + 1) as Tensor4D);
  const boxes = Float32Array.from([...[0, 0, 500, 500], ...[0, 0, 20, 20], ...[0, 0, 230, 230], ...[9, 9, 40, 40]]);

  test("reads every region from its level and keeps their order", () => {
    const order = orderByLevel(boxes);
    expect([...order]).toEqual([1, 3, 2, 0]);
    const sorted = Float32Array.from([...order].flatMap((index) => [...boxes.subarray(index * 4, index * 4 + 4)]));
    const regions = { boxesXyxyPx: sorted, imageIndices: new Int32Array(4) };
    const pooled = multiScaleRoiAlign(tf, levels, regions, { stridesPx, poolSize: 1, samplingRatio: 2 });
    expect([...pooled.dataSync()]).toEqual([1, 1, 3, 4]);
  });

  test("refuses regions out of order", () => {
    const regions = { boxesXyxyPx: boxes, imageIndices: new Int32Array(4) };
    expect(() => multiScaleRoiAlign(tf, levels, regions, { stridesPx, poolSize: 1, samplingRatio: 2 })).toThrow(
      /ordered by level/,
    );
  });
});
