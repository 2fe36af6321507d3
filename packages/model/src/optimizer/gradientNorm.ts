import type { Scalar, Tensor, TensorFlow } from "../tensorFlow.ts";

/** The Euclidean norm of all gradients as one vector. */
export function gradientNorm(tf: TensorFlow, gradients: Iterable<Tensor>): Scalar {
  return tf.tidy(() => {
    const squares = [...gradients].map((gradient) => tf.sum(tf.square(gradient)));
    return tf.sqrt(tf.addN(squares)) as Scalar;
  });
}

/** torch.nn.utils.clip_grad_norm_: what to multiply gradients of this norm by, 1 where they are short enough. */
export function clipFactor(norm: number, maxNorm: number): number {
  return Math.min(maxNorm / (norm + 1e-6), 1);
}
