import { expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import { AdamW } from "./adamW.ts";

const { tf } = await loadEngine();

test("AdamW takes torch's steps: decoupled decay, corrected means", () => {
  const variable = tf.variable(tf.tensor1d([2]));
  const adamW = new AdamW(tf, { beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.5 });
  adamW.apply("w", variable, tf.tensor1d([3]), { step: 0, learningRate: 0.1 });
  // The first step is the learning rate in the gradient's direction: 2 (1 - 0.1 * 0.5) - 0.1.
  expect(variable.dataSync()[0]).toBeCloseTo(1.8, 5);
  adamW.apply("w", variable, tf.tensor1d([-1]), { step: 1, learningRate: 0.1 });
  // m = 0.9 * 0.3 - 0.1 = 0.17, v = 0.99 * 0.09 + 0.01 = 0.0991; corrected by 0.19 and 0.0199.
  const expected = 1.8 * 0.95 - (0.1 * (0.17 / 0.19)) / Math.sqrt(0.0991 / 0.0199);
  expect(variable.dataSync()[0]).toBeCloseTo(expected, 5);
});

test("a parameter without a gradient decays alone", () => {
  const variable = tf.variable(tf.tensor1d([4]));
  const adamW = new AdamW(tf, { beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.5 });
  adamW.apply("w", variable, null, { step: 0, learningRate: 0.1 });
  expect(variable.dataSync()[0]).toBeCloseTo(3.8, 6);
});

test("sums of a checkpoint of before, without the factors 1 - beta, go on as the same means", () => {
  const variable = tf.variable(tf.tensor1d([2]));
  const adamW = new AdamW(tf, { beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0 });
  // After one gradient of 3: the sums are 3 and 9.
  adamW.setBuffer("mean", "w", Float32Array.of(3), [1]);
  adamW.setBuffer("square", "w", Float32Array.of(9), [1]);
  adamW.apply("w", variable, tf.tensor1d([-1]), { step: 1, learningRate: 0.1 });
  expect(variable.dataSync()[0]).toBeCloseTo(2 - (0.1 * (0.17 / 0.19)) / Math.sqrt(0.0991 / 0.0199), 5);
  expect([...adamW.buffers()].map(({ slot }) => slot)).toEqual(["first", "second"]);
});
