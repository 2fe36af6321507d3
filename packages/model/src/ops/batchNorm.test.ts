import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { batchNorm } from "./batchNorm.ts";

const { tf } = await loadEngine();

describe("batchNorm", () => {
  test("brings each channel of the whole batch to mean 0 and variance 1, then scales and shifts", () => {
    // Channel 1: 1, 3, 5, 7 with mean 4 and variance 5; channel 2 ten times that.
    const x = tf.tensor4d([1, 10, 3, 30, 5, 50, 7, 70], [2, 1, 2, 2]);
    const { output, statistics } = batchNorm(tf, { x, weight: tf.tensor1d([2, 1]), bias: tf.tensor1d([0, 1]) }, 0);
    const deviation = Math.sqrt(5);
    const expected = [-3, -1, 1, 3].flatMap((value) => [(2 * value) / deviation, value / deviation + 1]);
    [...output.dataSync()].forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] as number, 5);
    });
    expect([...statistics.mean.dataSync()]).toEqual([4, 40]);
    // 20 / 3 and 2000 / 3: divided by one less than the count.
    expect(statistics.unbiasedVariance.dataSync()[0]).toBeCloseTo(20 / 3, 4);
    expect(statistics.unbiasedVariance.dataSync()[1]).toBeCloseTo(2000 / 3, 2);
  });

  test("its gradients match differences", () => {
    const x = tf.randomNormal([2, 3, 2, 4], 1, 2, "float32", 3);
    const weight = tf.randomNormal([4], 1, 0.5, "float32", 4);
    const bias = tf.randomNormal([4], 0, 0.5, "float32", 5);
    const f = (...[features, scale, shift]: Tensor[]) =>
      batchNorm(tf, { x: features as Tensor4D, weight: scale as Tensor, bias: shift as Tensor }, 1e-5).output;
    expectGradientsToMatch(tf, f, [x, weight, bias], { step: 2e-3 });
  });
});
