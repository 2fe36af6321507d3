import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorFlow.ts";

/**
 * Reduces a loss of every sample to the batch's loss and each image's own, in one product.
 *
 * torchvision divides by the number of samples in the whole batch. An image's own loss is divided by its own number: what
 * the loss would be, were it alone.
 *
 * @param values `[n]`, the loss of each sample that has one
 * @param images `[n]`, the image each belongs to
 * @param divisors `[B]`, the samples of each image
 * @returns `[1 + B]`: the batch's loss, then each image's; zeros where there are no samples
 */
export function imageMeans(tf: TensorFlow, values: Tensor, images: ArrayLike<number>, divisors: number[]): Tensor1D {
  const total = divisors.reduce((sum, divisor) => sum + divisor, 0);
  const count = images.length;
  if (count === 0) return tf.zeros([1 + divisors.length]);
  const weights = new Float32Array((1 + divisors.length) * count);
  for (let sample = 0; sample < count; sample++) {
    const image = images[sample] as number;
    weights[sample] = 1 / total;
    weights[(1 + image) * count + sample] = 1 / (divisors[image] as number);
  }
  const column = tf.reshape(values, [count, 1]) as Tensor2D;
  return tf.reshape(tf.matMul(tf.tensor2d(weights, [1 + divisors.length, count]), column), [-1]) as Tensor1D;
}
