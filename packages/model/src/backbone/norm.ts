import type { BackboneConfiguration } from "../configuration/configuration.ts";
import { batchNorm } from "../ops/batchNorm.ts";
import { conv2d } from "../ops/conv2d.ts";
import { groupNorm } from "../ops/groupNorm.ts";
import { relu as cutNegatives } from "../ops/relu.ts";
import { ones, type ParameterSpec, vector, zeros } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";

/** torch.nn.BatchNorm2d: the share of a batch in the running statistics. */
const batchMomentum = 0.1;

/** "training" normalises by the batch's statistics where the norm is BatchNorm; "detection" by the running ones. */
export type Phase = "training" | "detection";

/** The tensors of one norm layer; of FrozenBatchNorm2d all are buffers, of BatchNorm2d the running statistics. */
export function normParameters(name: string, channels: number, configuration: BackboneConfiguration): ParameterSpec[] {
  if (configuration.norm === "group") {
    return [vector(`${name}.weight`, channels, ones), vector(`${name}.bias`, channels, zeros)];
  }
  const trainable = configuration.norm === "batch";
  return [
    vector(`${name}.weight`, channels, ones, trainable),
    vector(`${name}.bias`, channels, zeros, trainable),
    vector(`${name}.running_mean`, channels, zeros, false),
    vector(`${name}.running_var`, channels, ones, false),
  ];
}

export interface NormalizedConvolution {
  /** Name of the convolution, without ".weight". */
  convolution: string;
  norm: string;
  stride: number;
  padPx: number;
  relu: boolean;
}

/**
 * A convolution without bias, its norm, and ReLU where asked.
 *
 * A batch norm of fixed statistics is an affine map known beforehand: it is folded into the filter and a bias, which saves a pass
 * over the feature map.
 */
export function normalizedConvolution(
  tf: TensorFlow,
  x: Tensor4D,
  parameters: Parameters,
  { configuration, phase }: { configuration: BackboneConfiguration; phase: Phase },
  { convolution, norm, stride, padPx, relu }: NormalizedConvolution,
): Tensor4D {
  const filter = parameters.get(`${convolution}.weight`);
  const weight = parameters.get(`${norm}.weight`);
  const bias = parameters.get(`${norm}.bias`);
  if (configuration.norm === "group") {
    const features = conv2d(tf, x, filter, { stride, padPx });
    return groupNorm(tf, features, weight, bias, {
      groups: configuration.groupCount,
      eps: configuration.normEps,
      relu,
    });
  }
  if (configuration.norm === "batch" && phase === "training") {
    const features = conv2d(tf, x, filter, { stride, padPx });
    const { output, statistics } = batchNorm(tf, { x: features, weight, bias }, configuration.normEps);
    parameters.moveTowards(tf, `${norm}.running_mean`, statistics.mean, batchMomentum);
    parameters.moveTowards(tf, `${norm}.running_var`, statistics.unbiasedVariance, batchMomentum);
    return relu ? cutNegatives(tf, output) : output;
  }
  const mean = parameters.get(`${norm}.running_mean`);
  const variance = parameters.get(`${norm}.running_var`);
  const { scale, shift } = parameters.affine.get(tf, norm, [weight, bias, mean, variance], () => {
    const factor: Tensor = tf.mul(weight, tf.rsqrt(tf.add(variance, configuration.normEps)));
    return { scale: factor, shift: tf.sub(bias, tf.mul(mean, factor)) };
  });
  if (phase === "detection") {
    const folded = parameters.folded.get(tf, convolution, [filter, scale], () => ({ filter: tf.mul(filter, scale) }));
    return conv2d(tf, x, folded.filter, { stride, padPx, bias: shift, relu });
  }
  return conv2d(tf, x, filter, { stride, padPx, filterScale: scale, bias: shift, relu });
}
