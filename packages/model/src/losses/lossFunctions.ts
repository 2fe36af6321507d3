import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorFlow.ts";

/** torch.nn.functional.binary_cross_entropy_with_logits, unreduced: softplus(x) - x * target. */
export function binaryCrossEntropy(tf: TensorFlow, logits: Tensor, targets: Tensor): Tensor {
  return tf.sub(tf.softplus(logits), tf.mul(logits, targets));
}

/**
 * torch.nn.functional.cross_entropy, unreduced.
 *
 * @param logits `[n, C]`
 * @returns `[n]`
 */
export function crossEntropy(tf: TensorFlow, logits: Tensor2D, labels: Int32Array): Tensor1D {
  const chosen = tf.oneHot(tf.tensor1d(labels, "int32"), logits.shape[1]);
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), chosen), 1));
}

/**
 * torch.nn.functional.smooth_l1_loss, summed over a box's four numbers: quadratic below beta, linear above.
 *
 * @param predictions `[n, 4]`
 * @returns `[n]`
 */
export function smoothL1(tf: TensorFlow, predictions: Tensor2D, targets: Tensor2D, beta = 1 / 9): Tensor1D {
  // With c = min(|d|, beta), both branches are c * (|d| - c / 2) / beta.
  const distance = tf.abs(tf.sub(predictions, targets));
  const clipped = tf.minimum(distance, beta);
  return tf.sum(tf.div(tf.mul(clipped, tf.sub(distance, tf.mul(clipped, 0.5))), beta), 1);
}
