import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { groupNorm } from "./groupNorm.ts";

const { tf } = await loadEngine();

describe("groupNorm", () => {
  test("brings each image's groups to mean 0 and variance 1, then scales and shifts by channel", () => {
    // Two images of 1 x 2 cells, four channels in two groups: (1, 2 | 10, 20), (3, 4 | 30, 40).
    const first = [1, 2, 10, 20, 3, 4, 30, 40];
    const x = tf.tensor4d([...first, ...first.map((value) => value * 100)], [2, 1, 2, 4]);
    const weight = tf.tensor1d([1, 2, 1, 1]);
    const bias = tf.tensor1d([0, 0, 0, 5]);
    const result = [...groupNorm(tf, x, weight, bias, { groups: 2, eps: 0, relu: false }).dataSync()];
    // Group 1: mean 2.5, variance 1.25; group 2: mean 25, variance 125.
    const a = Math.sqrt(1.25);
    const b = Math.sqrt(125);
    const expected = [-1.5 / a, (2 * -0.5) / a, -15 / b, -5 / b + 5, 0.5 / a, (2 * 1.5) / a, 5 / b, 15 / b + 5];
    result.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index % 8] as number, 4);
    });
  });

  test("a constant group is divided by the root of eps, not by zero", () => {
    const x = tf.fill([1, 2, 2, 2], 3) as Tensor4D;
    const result = groupNorm(tf, x, tf.ones([2]), tf.zeros([2]), { groups: 1, eps: 1e-5, relu: false });
    expect([...result.dataSync()].every((value) => Math.abs(value) < 1e-3)).toBe(true);
  });

  test.each([false, true])("its gradients match differences (relu %s)", (relu) => {
    const x = tf.randomNormal([2, 3, 2, 4], 1, 2, "float32", 3);
    const weight = tf.randomNormal([4], 1, 0.5, "float32", 4);
    const bias = tf.randomNormal([4], 0, 0.5, "float32", 5);
    const f = (...[features, scale, shift]: Tensor[]) =>
      groupNorm(tf, features as Tensor4D, scale as Tensor, shift as Tensor, { groups: 2, eps: 1e-5, relu });
    expectGradientsToMatch(tf, f, [x, weight, bias], { step: 2e-3 });
  });
});
