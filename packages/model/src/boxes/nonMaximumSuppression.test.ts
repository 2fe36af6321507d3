import { describe, expect, test } from "vitest";
import { nonMaximumSuppression, orderByScore } from "./nonMaximumSuppression.ts";

// The second covers 80 % of the first, the third 50 %, the fourth is elsewhere.
const boxes = Float32Array.from([...[0, 0, 10, 10], ...[0, 0, 10, 8], ...[0, 0, 10, 5], ...[20, 20, 30, 30]]);
const scores = Float32Array.from([0.9, 0.95, 0.6, 0.5]);
const order = orderByScore(scores);

describe("nonMaximumSuppression", () => {
  test("keeps by falling score what overlaps no kept box by more than the threshold", () => {
    // The best is box 1; box 0 overlaps it by 0.8, box 2 by 5 / 8.
    expect([...nonMaximumSuppression(boxes, order, new Int32Array(4), 0.7, 100)]).toEqual([1, 2, 3]);
    expect([...nonMaximumSuppression(boxes, order, new Int32Array(4), 0.5, 100)]).toEqual([1, 3]);
  });

  test("an overlap equal to the threshold is kept, as in torchvision", () => {
    expect([...nonMaximumSuppression(boxes, order, new Int32Array(4), 0.625, 100)]).toEqual([1, 2, 3]);
  });

  test("boxes of different groups do not suppress one another", () => {
    expect([...nonMaximumSuppression(boxes, order, Int32Array.from([0, 1, 0, 1]), 0.3, 100)]).toEqual([1, 0, 3]);
  });

  test("compares with every box kept before, not the last ones alone", () => {
    const row = Float32Array.from(Array.from({ length: 50 }).flatMap((_, at) => [at * 10, 0, at * 10 + 10, 10]));
    const twice = new Float32Array([...row, ...row]);
    const kept = nonMaximumSuppression(twice, Int32Array.from(Array(100).keys()), new Int32Array(100), 0.7, 100);
    expect([...kept]).toEqual([...Array(50).keys()]);
  });

  test("stops at the limit", () => {
    expect([...nonMaximumSuppression(boxes, order, new Int32Array(4), 0.7, 2)]).toEqual([1, 2]);
  });
});
