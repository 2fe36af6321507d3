import type { Tensor, TensorFlow } from "../tensorFlow.ts";
import { runNativeOp } from "./nativeOps.ts";

const float = { T: { type: "float32" } } as const;
const channelsLast = { ...float, data_format: { text: "NHWC" } } as const;

/**
 * x + bias along the last axis, then ReLU where asked. For use within a kernel; disposes x, whose memory the next pass takes
 * over while the cache still holds it.
 */
export function biasRelu(tf: TensorFlow, x: Tensor, bias: Tensor, relu: boolean): Tensor {
  const biased = runNativeOp(tf, "BiasAdd", [x, bias], channelsLast);
  x.dispose();
  if (!relu) return biased;
  const cut = runNativeOp(tf, "Relu", [biased], float);
  biased.dispose();
  return cut;
}

/** The gradient before a ReLU, from the one after it and the ReLU's own output. */
export function reluGradient(tf: TensorFlow, outputGradient: Tensor, output: Tensor): Tensor {
  return runNativeOp(tf, "ReluGrad", [outputGradient, output], float);
}

/** The sum over all but the last axis. */
export function biasGradient(tf: TensorFlow, outputGradient: Tensor): Tensor {
  return runNativeOp(tf, "BiasAddGrad", [outputGradient], channelsLast);
}
