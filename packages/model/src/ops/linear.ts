import type { Tensor, Tensor2D, TensorFlow } from "../tensorFlow.ts";

/**
 * A linear layer with ReLU.
 *
 * @param x `[n, I]`
 * @param weight `[I, O]`
 * @param bias `[O]`
 * @returns `[n, O]`
 */
export function linearRelu(tf: TensorFlow, x: Tensor2D, weight: Tensor2D, bias: Tensor): Tensor2D {
  return tf.relu(tf.add(tf.matMul(x, weight), bias)) as Tensor2D;
}

/**
 * torch.nn.ConvTranspose2d whose stride equals its kernel: every cell becomes a K x K block of its own, so it is one
 * matrix product and a rearrangement.
 *
 * @param x `[R, H, W, I]`
 * @param weight `[I, K * K * O]`
 * @param bias `[O]`
 * @returns `[R, H * K, W * K, O]`
 */
export function deconvolve(tf: TensorFlow, x: Tensor, weight: Tensor2D, bias: Tensor, kernel: number): Tensor {
  const [regions, height, width, inputs] = x.shape as [number, number, number, number];
  const outputs = weight.shape[1] / kernel ** 2;
  const blocks = tf.matMul(tf.reshape(x, [regions * height * width, inputs]) as Tensor2D, weight);
  // [R, H, W, K, K, O] -> [R, H, K, W, K, O]
  const spread = tf.transpose(
    tf.reshape(blocks, [regions, height, width, kernel, kernel, outputs]),
    [0, 1, 3, 2, 4, 5],
  );
  return tf.add(tf.reshape(spread, [regions, height * kernel, width * kernel, outputs]), bias);
}
