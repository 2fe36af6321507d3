import { expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor2D, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { deconvolve } from "./deconvolve.ts";

const { tf } = await loadEngine();

test("deconvolve turns every cell into its own block, rows first", () => {
  const x = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1]);
  // Block (top left, top right, bottom left, bottom right) = x times 1, 2, 3, 4.
  const weight = tf.tensor2d([1, 2, 3, 4], [1, 4]) as Tensor2D;
  const result = deconvolve(tf, x, weight, tf.tensor1d([0.5]), { kernel: 2 });
  expect(result.shape).toEqual([1, 4, 4, 1]);
  expect([...result.dataSync()].map((value) => value - 0.5)).toEqual([
    ...[1, 2, 10, 20],
    ...[3, 4, 30, 40],
    ...[100, 200, 1000, 2000],
    ...[300, 400, 3000, 4000],
  ]);
});

test.each([false, true])("its gradients match differences (relu %s)", (relu) => {
  const inputs = [
    tf.randomNormal([2, 3, 2, 3], 0, 1, "float32", 1),
    tf.randomNormal([3, 8], 0, 1, "float32", 2),
    tf.tensor1d([0.5, 1]),
  ];
  const f = (...[x, weight, bias]: Tensor[]) =>
    deconvolve(tf, x as Tensor4D, weight as Tensor2D, bias as Tensor, { kernel: 2, relu });
  expectGradientsToMatch(tf, f, inputs, { step: 2e-3 });
});
