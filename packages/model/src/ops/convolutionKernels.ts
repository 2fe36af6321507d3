import type { Tensor, TensorFlow } from "../tensorFlow.ts";
import { type OpAttribute, runNativeOp } from "./nativeOps.ts";

export interface ConvolutionAttributes {
  stride: number;
  /** Zeros on every side, as PyTorch pads: TensorFlow's "same" is lopsided at stride 2. */
  padPx: number;
}

/** Neither this nor the gradients below are recorded: they are what ops are made of. */
export function convolve(tf: TensorFlow, x: Tensor, filter: Tensor, attributes: ConvolutionAttributes): Tensor {
  return runNativeOp(tf, "Conv2D", [x, filter], kernelAttributes(attributes, filter.shape));
}

export function inputGradient(
  tf: TensorFlow,
  inputShape: number[],
  filter: Tensor,
  outputGradient: Tensor,
  attributes: ConvolutionAttributes,
): Tensor {
  const sizes = tf.tensor1d(inputShape, "int32");
  const inputs = [sizes, filter, outputGradient];
  return runNativeOp(tf, "Conv2DBackpropInput", inputs, kernelAttributes(attributes, filter.shape));
}

export function filterGradient(
  tf: TensorFlow,
  x: Tensor,
  filterShape: number[],
  outputGradient: Tensor,
  attributes: ConvolutionAttributes,
): Tensor {
  const inputs = [x, tf.tensor1d(filterShape, "int32"), outputGradient];
  return runNativeOp(tf, "Conv2DBackpropFilter", inputs, kernelAttributes(attributes, filterShape));
}

function kernelAttributes({ stride, padPx }: ConvolutionAttributes, [kernel]: number[]): Record<string, OpAttribute> {
  // Where "same" means the same as explicit zeros, its gradients are a quarter faster.
  const padding = padPx === 0 ? "VALID" : stride === 1 && kernel === 2 * padPx + 1 ? "SAME" : "EXPLICIT";
  return {
    T: { type: "float32" },
    strides: { int: [1, stride, stride, 1] },
    padding: { text: padding },
    explicit_paddings: { int: padding === "EXPLICIT" ? [0, 0, padPx, padPx, padPx, padPx, 0, 0] : [] },
    data_format: { text: "NHWC" },
    dilations: { int: [1, 1, 1, 1] },
  };
}
