/**
 * Wu & He 2018, "Group Normalization", equal to torch.nn.GroupNorm, with ReLU fused where asked.
 *
 * Shape letters: N images, P = H * W positions, C channels, G groups.
 */
import type { Tensor, Tensor3D, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { runNativeOp } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

interface GroupNormAttributes {
  groups: number;
  eps: number;
  relu: boolean;
}

/**
 * @param x `[N, H, W, C]`
 * @param weight `[C]`
 * @param bias `[C]`
 */
export function groupNorm(
  tf: TensorFlow,
  x: Tensor4D,
  weight: Tensor,
  bias: Tensor,
  attributes: GroupNormAttributes,
): Tensor4D {
  return op(tf, { x, weight, bias }, attributes) as Tensor4D;
}

const float = { T: { type: "float32" } } as const;

const op = defineOp<{ x: Tensor; weight: Tensor; bias: Tensor }, GroupNormAttributes>({
  name: "MaskyardGroupNorm",
  saved: { inputs: ["x", "weight"], output: true },
  forward: (tf, { x, weight, bias }, attributes) => {
    const features = flattenPositions(tf, x);
    const { mean, inverseDeviation } = statistics(tf, features, attributes);
    const scale = tf.mul(weight, inverseDeviation);
    const shift = tf.sub(bias, tf.mul(mean, scale));
    const normalized = tf.add(tf.mul(features, scale), shift);
    return tf.reshape(attributes.relu ? tf.relu(normalized) : normalized, x.shape);
  },
  backward: (tf, outputGradient, saved, attributes) => {
    const [x, weight, output] = saved as [Tensor, Tensor, Tensor];
    const gradients = tf.tidy(() => {
      const features = flattenPositions(tf, x);
      const { mean, inverseDeviation } = statistics(tf, features, attributes);
      const gradient = flattenPositions(
        tf,
        attributes.relu ? runNativeOp(tf, "ReluGrad", [outputGradient, output], float) : outputGradient,
      );
      // With n the normalised x: sums over positions of dy and of dy * n, [N, 1, C].
      const gradientSum = sumPositions(tf, gradient);
      const productSum = tf.mul(
        tf.sub(sumPositions(tf, tf.mul(gradient, features)), tf.mul(mean, gradientSum)),
        inverseDeviation,
      );
      // dx = rstd * (w dy - mean_g(w dy) - n mean_g(w dy n)), written as dy * scale + x * slope + offset.
      const groupMeans = groupMeanMatrix(tf, x, attributes.groups);
      const gradientMean = matMulRows(tf, tf.mul(gradientSum, weight), groupMeans);
      const productMean = matMulRows(tf, tf.mul(productSum, weight), groupMeans);
      const slope = tf.neg(tf.mul(tf.square(inverseDeviation), productMean));
      const offset = tf.neg(tf.add(tf.mul(inverseDeviation, gradientMean), tf.mul(slope, mean)));
      const scale = tf.mul(weight, inverseDeviation);
      const inputGradient = tf.add(tf.add(tf.mul(gradient, scale), tf.mul(features, slope)), offset);
      return {
        x: tf.reshape(inputGradient, x.shape),
        weight: tf.sum(productSum, [0, 1]),
        bias: tf.sum(gradientSum, [0, 1]),
      };
    });
    return { x: () => gradients.x, weight: () => gradients.weight, bias: () => gradients.bias };
  },
});

/** `[N, H, W, C]` -> `[N, P, C]` */
function flattenPositions(tf: TensorFlow, x: Tensor): Tensor3D {
  const [images, height, width, channels] = x.shape as [number, number, number, number];
  return tf.reshape(x, [images, height * width, channels]);
}

/** `[N, P, C]` -> `[N, 1, C]` */
function sumPositions(tf: TensorFlow, x: Tensor3D): Tensor3D {
  return tf.sum(x, 1, true) as Tensor3D;
}

/** Mean and 1 / deviation of every channel's group, spread over the channels: `[N, 1, C]` each. */
function statistics(
  tf: TensorFlow,
  features: Tensor3D,
  { groups, eps }: GroupNormAttributes,
): { mean: Tensor; inverseDeviation: Tensor } {
  const groupMeans = groupMeanMatrix(tf, features, groups);
  const mean = matMulRows(tf, sumPositions(tf, features), groupMeans);
  const squareMean = matMulRows(tf, sumPositions(tf, tf.square(features)), groupMeans);
  const variance = tf.relu(tf.sub(squareMean, tf.square(mean)));
  return { mean, inverseDeviation: tf.rsqrt(tf.add(variance, eps)) };
}

/** `[N, 1, C]` x `[C, C]` */
function matMulRows(tf: TensorFlow, rows: Tensor, matrix: Tensor): Tensor {
  const [images, , channels] = rows.shape as [number, number, number];
  return tf.reshape(tf.matMul(tf.reshape(rows, [images, channels]), matrix as never), [images, 1, channels]);
}

/** `[C, C]`: turns sums over the positions of each channel into the mean of its group. */
function groupMeanMatrix(tf: TensorFlow, x: Tensor, groups: number): Tensor {
  const channels = x.shape.at(-1) as number;
  const positions = x.size / channels / (x.shape[0] as number);
  const width = channels / groups;
  const values = new Float32Array(channels * channels);
  for (let row = 0; row < channels; row++) {
    const first = Math.floor(row / width) * width;
    for (let column = first; column < first + width; column++)
      values[row * channels + column] = 1 / (width * positions);
  }
  return tf.tensor2d(values, [channels, channels]);
}
