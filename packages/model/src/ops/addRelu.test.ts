import { expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { addRelu } from "./addRelu.ts";

const { tf } = await loadEngine();
const sum = (...[a, b]: Tensor[]) => addRelu(tf, a as Tensor4D, b as Tensor4D);

test("addRelu cuts the sum, not its parts, and hands its gradient to both where the sum is positive", () => {
  // Sums 1, -1, 3, -4, 0.5, 2: none so near to 0 that a difference crosses it.
  const a = tf.tensor4d([3, -2, 1, -3, 1, -1], [1, 1, 2, 3]);
  const b = tf.tensor4d([-2, 1, 2, -1, -0.5, 3], [1, 1, 2, 3]);
  expect([...sum(a, b).dataSync()]).toEqual([1, 0, 3, 0, 0.5, 2]);
  expectGradientsToMatch(tf, sum, [a, b]);
});

test("a tensor added to itself gets both gradients", () => {
  const x = tf.tensor4d([3, -2, 1, -3], [1, 1, 2, 2]);
  const doubled = (...[input]: Tensor[]) => addRelu(tf, input as Tensor4D, input as Tensor4D);
  expectGradientsToMatch(tf, doubled, [x]);
});
