/**
 * Ioffe & Szegedy 2015, "Batch Normalization"; torch.nn.BatchNorm2d by TensorFlow's own kernels.
 *
 * Shape letters: N images, H, W cells, C channels.
 */
import type { Tensor, Tensor1D, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { type OpAttribute, runNativeOp, runNativeOpOutputs } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

export interface BatchNormInputs {
  /** `[N, H, W, C]` */
  x: Tensor4D;
  /** `[C]` each. */
  weight: Tensor;
  bias: Tensor;
}

export interface BatchStatistics {
  /** `[C]` */
  mean: Tensor1D;
  /** `[C]`, with N H W - 1 in the denominator, as torch's running variance takes it. */
  unbiasedVariance: Tensor1D;
}

/** Normalised by the batch's own statistics, which are returned for the running ones and have no gradient. */
export function batchNorm(
  tf: TensorFlow,
  { x, weight, bias }: BatchNormInputs,
  eps: number,
): { output: Tensor4D; statistics: BatchStatistics } {
  const none = tf.tensor1d([], "float32");
  const [normalized, mean, unbiasedVariance, ...reserved] = runNativeOpOutputs(
    tf,
    "FusedBatchNormV3",
    [x, weight, bias, none, none],
    { ...attributesOf(eps), exponential_avg_factor: { float: 1 } },
    6,
  ) as [Tensor, Tensor1D, Tensor1D, Tensor, Tensor, Tensor];
  const [savedMean, savedVariance, savedRest] = reserved as [Tensor, Tensor, Tensor];
  const output = op(tf, { x, weight, bias, normalized, savedMean, savedVariance, savedRest }, { eps }) as Tensor4D;
  return { output, statistics: { mean, unbiasedVariance } };
}

type OpInputs = Record<"x" | "weight" | "bias" | "normalized" | "savedMean" | "savedVariance" | "savedRest", Tensor>;

/** Hands on what the kernel computed, with its gradient: an op has one output here, the kernel has six. */
const op = defineOp<OpInputs, { eps: number }>({
  name: "MaskyardBatchNorm",
  saved: { inputs: ["x", "weight", "savedMean", "savedVariance", "savedRest"] },
  forward: (tf, { normalized }) => runNativeOp(tf, "Identity", [normalized], { T: { type: "float32" } }),
  backward: (tf, outputGradient, saved, { eps }) => {
    const [x, weight, savedMean, savedVariance, savedRest] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const [xGradient, weightGradient, biasGradient] = tf.tidy(() =>
      runNativeOpOutputs(
        tf,
        "FusedBatchNormGradV3",
        [outputGradient, x, weight, savedMean, savedVariance, savedRest],
        attributesOf(eps),
        5,
      ).slice(0, 3),
    ) as [Tensor, Tensor, Tensor];
    return {
      x: () => xGradient,
      weight: () => weightGradient,
      bias: () => biasGradient,
      normalized: noGradient,
      savedMean: noGradient,
      savedVariance: noGradient,
      savedRest: noGradient,
    };
  },
});

function attributesOf(eps: number): Record<string, OpAttribute> {
  return {
    T: { type: "float32" },
    U: { type: "float32" },
    epsilon: { float: eps },
    data_format: { text: "NHWC" },
    is_training: { bool: true },
  };
}

function noGradient(): Tensor {
  throw new Error("batchNorm: what the kernel worked out is a constant to the gradient");
}
