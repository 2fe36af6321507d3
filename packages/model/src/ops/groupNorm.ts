/**
 * Wu & He 2018, "Group Normalization", equal to torch.nn.GroupNorm, with ReLU fused where asked.
 *
 * TensorFlow has no kernel for it. Both directions come down to sums over the positions of each channel, which are read
 * back and turned into one factor and one shift per image and channel in plain numbers, and one pass that applies them.
 * The same in tfjs ops alone took 2.5 times as long: some thirty ops on a few numbers each cost more than the passes.
 *
 * Shape letters: N images, H, W cells, C channels, G groups.
 */
import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
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
    const { mean, inverseDeviation } = statistics(tf, x, attributes);
    const weights = weight.dataSync();
    const biases = bias.dataSync();
    const channels = weights.length;
    const scale = inverseDeviation.map((value, index) => value * (weights[index % channels] as number));
    const shift = mean.map((value, index) => (biases[index % channels] as number) - value * (scale[index] as number));
    const normalized = tf.add(tf.mul(x, perChannel(tf, scale, x)), perChannel(tf, shift, x));
    return attributes.relu ? runNativeOp(tf, "Relu", [normalized], float) : normalized;
  },
  backward: (tf, outputGradient, saved, attributes) => {
    const [x, weight, output] = saved as [Tensor, Tensor, Tensor];
    const gradients = tf.tidy(() => {
      const gradient = attributes.relu ? runNativeOp(tf, "ReluGrad", [outputGradient, output], float) : outputGradient;
      const known = statistics(tf, x, attributes);
      const gradientSums = sumPositions(tf, gradient);
      const productSums = sumPositions(tf, tf.mul(gradient, x));
      const { factors, weightGradient, biasGradient } = backwardFactors(
        { ...known, gradientSums, productSums, weights: weight.dataSync() as Float32Array },
        groupSize(x, attributes.groups),
      );
      const scaled = tf.mul(gradient, perChannel(tf, factors.scale, x));
      const sloped = tf.mul(x, perChannel(tf, factors.slope, x));
      return {
        x: tf.add(tf.add(scaled, sloped), perChannel(tf, factors.offset, x)),
        weight: tf.tensor1d(weightGradient),
        bias: tf.tensor1d(biasGradient),
      };
    });
    return { x: () => gradients.x, weight: () => gradients.weight, bias: () => gradients.bias };
  },
});

interface Statistics {
  groups: number;
  eps: number;
  /** Of every channel's group, `[N, C]`. */
  mean: Float64Array;
  inverseDeviation: Float64Array;
}

/** By the data they were computed from, so that the gradient finds what the forward pass worked out. */
const knownStatistics = new WeakMap<object, Statistics>();

function statistics(tf: TensorFlow, x: Tensor, { groups, eps }: GroupNormAttributes): Statistics {
  const known = knownStatistics.get(x.dataId);
  if (known !== undefined && known.groups === groups && known.eps === eps) return known;
  const { width, count } = groupSize(x, groups);
  const sums = sumPositions(tf, x);
  const squareSums = sumPositions(tf, tf.square(x));
  const mean = new Float64Array(sums.length);
  const inverseDeviation = new Float64Array(sums.length);
  for (let first = 0; first < sums.length; first += width) {
    let sum = 0;
    let squareSum = 0;
    for (let index = first; index < first + width; index++) {
      sum += sums[index] as number;
      squareSum += squareSums[index] as number;
    }
    const variance = Math.max(squareSum / count - (sum / count) ** 2, 0);
    mean.fill(sum / count, first, first + width);
    inverseDeviation.fill(1 / Math.sqrt(variance + eps), first, first + width);
  }
  const computed = { groups, eps, mean, inverseDeviation };
  knownStatistics.set(x.dataId, computed);
  return computed;
}

/**
 * With n the normalised x, r = 1 / deviation and m the mean over a group, dx = r * (w dy - m(w dy) - n m(w dy n)): written
 * as dy * scale + x * slope + offset, so that n is never made.
 */
function backwardFactors(
  given: Statistics & { gradientSums: Float32Array; productSums: Float32Array; weights: Float32Array },
  { channels, width, count }: { channels: number; width: number; count: number },
) {
  const { mean, inverseDeviation, gradientSums, productSums, weights } = given;
  const size = gradientSums.length;
  const factors = { scale: new Float64Array(size), slope: new Float64Array(size), offset: new Float64Array(size) };
  const weightGradient = new Float32Array(channels);
  const biasGradient = new Float32Array(channels);
  for (let first = 0; first < size; first += width) {
    const center = mean[first] as number;
    const inverse = inverseDeviation[first] as number;
    let gradientMean = 0;
    let productMean = 0;
    for (let index = first; index < first + width; index++) {
      const channel = index % channels;
      const gradientSum = gradientSums[index] as number;
      // The sum of dy * n over the positions.
      const normalizedSum = ((productSums[index] as number) - center * gradientSum) * inverse;
      weightGradient[channel] = (weightGradient[channel] as number) + normalizedSum;
      biasGradient[channel] = (biasGradient[channel] as number) + gradientSum;
      gradientMean += ((weights[channel] as number) * gradientSum) / count;
      productMean += ((weights[channel] as number) * normalizedSum) / count;
    }
    const slope = -inverse * inverse * productMean;
    for (let index = first; index < first + width; index++) {
      factors.scale[index] = inverse * (weights[index % channels] as number);
      factors.slope[index] = slope;
      factors.offset[index] = -inverse * gradientMean - slope * center;
    }
  }
  return { factors, weightGradient, biasGradient };
}

/** `[N, H, W, C]` -> `[N, C]`, read back. */
function sumPositions(tf: TensorFlow, x: Tensor): Float32Array {
  return tf.sum(x, [1, 2]).dataSync() as Float32Array;
}

/** `[N, C]` -> `[N, 1, 1, C]`, to go with every position. */
function perChannel(tf: TensorFlow, values: Float64Array, x: Tensor): Tensor {
  return tf.tensor(Float32Array.from(values), [x.shape[0] as number, 1, 1, x.shape[3] as number]);
}

/** Channels of a group, and how many numbers of one image are in it. */
function groupSize(x: Tensor, groups: number): { channels: number; width: number; count: number } {
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const groupWidth = channels / groups;
  return { channels, width: groupWidth, count: groupWidth * height * width };
}
