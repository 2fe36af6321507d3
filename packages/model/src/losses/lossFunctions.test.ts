import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor2D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { imageMeans } from "./imageMeans.ts";
import { binaryCrossEntropy, crossEntropy, smoothL1 } from "./lossFunctions.ts";

const { tf } = await loadEngine();

describe("losses", () => {
  test("binary cross entropy of logits, finite at the extremes", () => {
    const losses = binaryCrossEntropy(tf, tf.tensor1d([0, 2, -80, 80]), tf.tensor1d([1, 0, 1, 1])).dataSync();
    [Math.log(2), Math.log(1 + Math.exp(2)), 80, 0].forEach((value, index) => {
      expect(losses[index]).toBeCloseTo(value, 4);
    });
  });

  test("cross entropy is minus the log of the label's softmax", () => {
    const losses = crossEntropy(tf, tf.tensor2d([1, 2, 3, 0, 0, 0], [2, 3]), Int32Array.from([0, 2])).dataSync();
    expect(losses[0]).toBeCloseTo(Math.log(1 + Math.E + Math.E ** 2), 5);
    expect(losses[1]).toBeCloseTo(Math.log(3), 5);
  });

  test("smooth L1 is quadratic to beta and linear beyond, summed over the four numbers", () => {
    const beta = 1 / 9;
    const predictions = tf.tensor2d([0.05, -0.05, 1, -2], [1, 4]);
    const loss = smoothL1(tf, predictions, tf.zeros([1, 4]) as Tensor2D).dataSync()[0];
    expect(loss).toBeCloseTo((2 * 0.5 * 0.05 ** 2) / beta + 1 - beta / 2 + 2 - beta / 2, 5);
  });

  test("its gradient matches differences on both branches", () => {
    const targets = tf.zeros([2, 4]) as Tensor2D;
    const predictions = tf.tensor2d([0.04, -0.06, 1, -2, 0.08, 0.3, -0.03, 0.5], [2, 4]);
    expectGradientsToMatch(tf, (x: Tensor) => smoothL1(tf, x as Tensor2D, targets), [predictions], { step: 1e-3 });
  });
});

describe("imageMeans", () => {
  test("divides the batch's sum by all samples, and each image's by its own", () => {
    const means = imageMeans(tf, tf.tensor1d([1, 2, 30]), [0, 0, 1], [4, 1]).dataSync();
    [33 / 5, 3 / 4, 30].forEach((value, index) => {
      expect(means[index]).toBeCloseTo(value, 5);
    });
  });

  test("is zero, not NaN, without samples", () => {
    expect([...imageMeans(tf, tf.zeros([0]), [], [0, 0]).dataSync()]).toEqual([0, 0, 0]);
    expect([...imageMeans(tf, tf.tensor1d([2]), [1], [0, 1]).dataSync()]).toEqual([2, 0, 2]);
  });
});
