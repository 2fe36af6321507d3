import { expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { maxPool } from "./maxPool.ts";

const { tf } = await loadEngine();

test("what maxPool pads with never wins, and the gradient goes to the winner alone", () => {
  // All negative: padding with zeros would win everywhere.
  const x = tf.tensor4d([-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12, -13, -14, -15, -16], [1, 4, 4, 1]);
  const pool = (input: Tensor) => maxPool(tf, input as Tensor4D, { kernel: 3, stride: 2, padPx: 1 });
  expect([...pool(x).dataSync()]).toEqual([-1, -2, -5, -6]);
  const gradient = tf.grad(pool)(x, tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]));
  expect([...gradient.dataSync()]).toEqual([1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test.each([
  { kernel: 3, stride: 2, padPx: 1 },
  { kernel: 1, stride: 2, padPx: 0 },
])("its gradient at %o matches differences", (attributes) => {
  // A permutation of whole numbers: no two are so near that a difference makes another win.
  const x = tf.tensor4d(
    Float32Array.from({ length: 2 * 5 * 4 * 2 }, (_, index) => ((index * 37) % 80) - 40),
    [2, 5, 4, 2],
  );
  expectGradientsToMatch(tf, (input: Tensor) => maxPool(tf, input as Tensor4D, attributes), [x]);
});

test("a kernel of 1 and stride 2 takes every other cell, the last level of the pyramid", () => {
  const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const result = maxPool(tf, x, { kernel: 1, stride: 2, padPx: 0 });
  expect([...result.dataSync()]).toEqual([1, 3, 7, 9]);
});
