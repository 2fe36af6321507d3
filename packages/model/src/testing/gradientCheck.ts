import { expect } from "vitest";
import type { Tensor, TensorFlow } from "../tensorFlow.ts";

/**
 * Compares an op's gradient with central differences, for the loss sum(f(x) * weights) with fixed random weights, so that
 * every output counts differently.
 *
 * @param f From the inputs' tensors to a tensor.
 * @param tolerance Of max|analytic - numeric| / max|numeric|, per input.
 */
export function expectGradientsToMatch(
  tf: TensorFlow,
  f: (...inputs: Tensor[]) => Tensor,
  inputs: Tensor[],
  { step = 1e-2, tolerance = 1e-2 } = {},
): void {
  const weights = tf.randomNormal(f(...inputs).shape, 0, 1, "float32", 7);
  const loss = (...given: Tensor[]): Tensor => tf.sum(tf.mul(f(...given), weights));
  const gradients = tf.grads(loss as never)(inputs as never) as Tensor[];
  inputs.forEach((input, position) => {
    const values = input.dataSync().slice();
    const lossWith = (index: number, change: number): number =>
      tf.tidy(() => {
        const changed = values.slice();
        changed[index] = (changed[index] as number) + change;
        const given = inputs.slice();
        given[position] = tf.tensor(changed, input.shape);
        return loss(...given).dataSync()[0] as number;
      });
    const numeric = Array.from(values, (_, index) => (lossWith(index, step) - lossWith(index, -step)) / (2 * step));
    const analytic = (gradients[position] as Tensor).dataSync();
    const largest = Math.max(...numeric.map(Math.abs));
    const difference = Math.max(...numeric.map((value, index) => Math.abs(value - (analytic[index] as number))));
    expect(difference / largest, `gradient of input ${position}`).toBeLessThan(tolerance);
  });
}

/** max|a - b| / max|b|. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let largest = 0;
  for (let index = 0; index < expected.length; index++) {
    difference = Math.max(difference, Math.abs((actual[index] as number) - (expected[index] as number)));
    largest = Math.max(largest, Math.abs(expected[index] as number));
  }
  return difference / (largest || 1);
}
