import { expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor2D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { linear } from "./linear.ts";

const { tf } = await loadEngine();

test("linear multiplies, adds its bias and cuts what is negative where asked", () => {
  const x = tf.tensor2d([1, 2], [1, 2]);
  const weight = tf.tensor2d([1, -1, 3, -3], [2, 2]);
  const bias = tf.tensor1d([0.5, 2]);
  expect([...linear(tf, x, weight, bias).dataSync()]).toEqual([7.5, -5]);
  expect([...linear(tf, x, weight, bias, { relu: true }).dataSync()]).toEqual([7.5, 0]);
});

test.each([false, true])("its gradients match differences (relu %s)", (relu) => {
  const inputs = [
    tf.randomNormal([5, 4], 0, 1, "float32", 1),
    tf.randomNormal([4, 3], 0, 1, "float32", 2),
    tf.tensor1d([2, 1, 3]),
  ];
  const f = (...[x, weight, bias]: Tensor[]) => linear(tf, x as Tensor2D, weight as Tensor2D, bias as Tensor, { relu });
  expectGradientsToMatch(tf, f, inputs, { step: 2e-3 });
});
