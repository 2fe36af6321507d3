import { expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor2D } from "../tensorFlow.ts";
import { deconvolve } from "./linear.ts";

const { tf } = await loadEngine();

test("deconvolve turns every cell into its own block, rows first", () => {
  const x = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1]);
  // Block (top left, top right, bottom left, bottom right) = x times 1, 2, 3, 4.
  const weight = tf.tensor2d([1, 2, 3, 4], [1, 4]) as Tensor2D;
  const result = deconvolve(tf, x, weight, tf.tensor1d([0.5]), 2);
  expect(result.shape).toEqual([1, 4, 4, 1]);
  expect([...result.dataSync()].map((value) => value - 0.5)).toEqual([
    ...[1, 2, 10, 20],
    ...[3, 4, 30, 40],
    ...[100, 200, 1000, 2000],
    ...[300, 400, 3000, 4000],
  ]);
});
