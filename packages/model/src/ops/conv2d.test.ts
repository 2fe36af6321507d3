import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch, relativeError } from "../testing/gradientCheck.ts";
import { conv2d } from "./conv2d.ts";

const { tf } = await loadEngine();

/** The sum that defines a convolution, on NHWC with zeros around. */
function directConvolution(x: Tensor4D, filter: Tensor4D, stride: number, padPx: number): number[] {
  const [images, height, width, inputs] = x.shape;
  const [kernel, , , outputs] = filter.shape;
  const values = x.arraySync();
  const taps = filter.arraySync();
  const outHeight = Math.floor((height + 2 * padPx - kernel) / stride) + 1;
  const outWidth = Math.floor((width + 2 * padPx - kernel) / stride) + 1;
  const result: number[] = [];
  for (let n = 0; n < images; n++)
    for (let row = 0; row < outHeight; row++)
      for (let column = 0; column < outWidth; column++)
        for (let o = 0; o < outputs; o++) {
          let sum = 0;
          for (let dy = 0; dy < kernel; dy++)
            for (let dx = 0; dx < kernel; dx++)
              for (let i = 0; i < inputs; i++) {
                const value = values[n]?.[row * stride + dy - padPx]?.[column * stride + dx - padPx]?.[i] ?? 0;
                sum += value * (taps[dy]?.[dx]?.[i]?.[o] as number);
              }
          result.push(sum);
        }
  return result;
}

describe("conv2d", () => {
  // [kernel, stride, pad] of every convolution in a ResNet with its pyramid.
  test.each([
    [3, 1, 1],
    [3, 2, 1],
    [7, 2, 3],
    [1, 1, 0],
    [1, 2, 0],
  ])("kernel %i, stride %i, pad %i equals the defining sum", (kernel, stride, padPx) => {
    const x = tf.randomNormal([2, 8, 6, 3], 0, 1, "float32", 1) as Tensor4D;
    const filter = tf.randomNormal([kernel, kernel, 3, 4], 0, 1, "float32", 2) as Tensor4D;
    const result = conv2d(tf, x, filter, { stride, padPx });
    expect(relativeError(result.dataSync(), directConvolution(x, filter, stride, padPx))).toBeLessThan(1e-5);
  });

  test.each([
    [3, 1, 1],
    [3, 2, 1],
    [7, 2, 3],
    [1, 2, 0],
  ])("its gradients at kernel %i, stride %i, pad %i match differences", (kernel, stride, padPx) => {
    const x = tf.randomNormal([1, 8, 6, 2], 0, 1, "float32", 1);
    const filter = tf.randomNormal([kernel, kernel, 2, 2], 0, 1, "float32", 2);
    const f = (...[input, taps]: Tensor[]) => conv2d(tf, input as Tensor4D, taps as Tensor, { stride, padPx });
    expectGradientsToMatch(tf, f, [x, filter]);
  });

  test.each([false, true])("its gradients with a bias, ReLU %s, match differences", (relu) => {
    // Sums of whole numbers plus halves: none so near to 0 that a difference crosses it.
    const whole = (count: number, factor: number) =>
      Float32Array.from({ length: count }, (_, index) => ((index * factor) % 7) - 3);
    const x = tf.tensor4d(whole(48, 5), [1, 4, 6, 2]);
    const filter = tf.tensor4d(whole(54, 11), [3, 3, 2, 3]);
    const bias = tf.tensor1d([0.5, -1.5, 2.5]);
    const f = (...[input, taps, offset]: Tensor[]) =>
      conv2d(tf, input as Tensor4D, taps as Tensor, { stride: 2, padPx: 1, bias: offset as Tensor, relu });
    const outputs = f(x, filter, bias).dataSync();
    expect(outputs.some((value) => value > 0)).toBe(true);
    expect(outputs.some((value) => value <= 0)).toBe(true);
    expectGradientsToMatch(tf, f, [x, filter, bias]);
  });

  test("with bias and ReLU cuts what is negative, forwards and backwards", () => {
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const filter = tf.tensor4d([1, -1], [1, 1, 1, 2]);
    const bias = tf.tensor1d([-2.5, 2.5]);
    const result = conv2d(tf, x, filter, { bias, relu: true });
    // Channel 0 is x - 2.5, channel 1 is 2.5 - x.
    expect([...result.dataSync()]).toEqual([0, 1.5, 0, 0.5, 0.5, 0, 1.5, 0]);
    const [byFilter, byBias] = tf.grads((taps: Tensor, offset: Tensor) =>
      tf.sum(conv2d(tf, x, taps, { bias: offset, relu: true })),
    )([filter, bias]) as [Tensor, Tensor];
    expect([...byFilter.dataSync()]).toEqual([3 + 4, 1 + 2]);
    expect([...byBias.dataSync()]).toEqual([2, 2]);
  });

  test.each([false, true])("a filter scaled by output has the gradients of the product (relu %s)", (relu) => {
    const x = tf.randomNormal([1, 6, 5, 2], 0, 1, "float32", 1) as Tensor4D;
    const filter = tf.randomNormal([3, 3, 2, 3], 0, 1, "float32", 2);
    const bias = tf.randomNormal([3], 0, 1, "float32", 3);
    const filterScale = tf.tensor1d([0.5, -2, 1.5]);
    const result = conv2d(tf, x, filter, { padPx: 1, bias, filterScale, relu });
    const product = conv2d(tf, x, tf.mul(filter, filterScale), { padPx: 1, bias, relu });
    expect([...result.dataSync()]).toEqual([...product.dataSync()]);
    const f = (...[input, taps, shift]: Tensor[]) =>
      conv2d(tf, input as Tensor4D, taps as Tensor, { padPx: 1, bias: shift as Tensor, filterScale, relu });
    expectGradientsToMatch(tf, f, [x, filter, bias], { step: 2e-3 });
  });

  test("refuses to scale or to cut without a bias", () => {
    const x = tf.zeros([1, 2, 2, 1]) as Tensor4D;
    const filter = tf.zeros([1, 1, 1, 1]);
    expect(() => conv2d(tf, x, filter, { relu: true })).toThrow("expected a bias");
    expect(() => conv2d(tf, x, filter, { filterScale: tf.ones([1]) })).toThrow("expected a bias");
  });
});
