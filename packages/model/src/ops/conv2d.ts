import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { biasGradient, biasRelu, reluGradient } from "./biasRelu.ts";
import { type ConvolutionAttributes, convolve, filterGradient, inputGradient } from "./convolutionKernels.ts";
import { defineOp } from "./registerOp.ts";

/**
 * torch.nn.Conv2d on NHWC, with its bias and ReLU in the same op where given: the gradient keeps the input, and the output
 * only where ReLU cut it.
 *
 * @param x `[N, H, W, I]`
 * @param filter `[K, K, I, O]`
 * @param bias `[O]`
 * @param filterScale `[O]`, constants to the gradient: the filter of each output is multiplied by its own. The product is
 *   made again in the backward pass: over a ResNet50 that is 15 ms for 90 MiB.
 * @returns `[N, (H + 2 pad - K) / stride + 1, ..., O]`
 */
export function conv2d(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor,
  options: { stride?: number; padPx?: number; bias?: Tensor; filterScale?: Tensor; relu?: boolean } = {},
): Tensor4D {
  const { bias, filterScale, relu = false } = options;
  const attributes = { stride: options.stride ?? 1, padPx: options.padPx ?? 0 };
  if (bias === undefined) {
    if (relu || filterScale) throw new Error("conv2d: expected a bias where relu or filterScale is given, got none");
    return plain(tf, { x, filter }, attributes) as Tensor4D;
  }
  if (filterScale === undefined)
    return biased[relu ? "relu" : "linear"](tf, { x, filter, bias }, attributes) as Tensor4D;
  return scaled[relu ? "relu" : "linear"](tf, { x, filter, bias, filterScale }, attributes) as Tensor4D;
}

const plain = defineOp<{ x: Tensor; filter: Tensor }, ConvolutionAttributes>({
  name: "MaskyardConv2d",
  saved: { inputs: ["x", "filter"] },
  forward: (tf, { x, filter }, attributes) => convolve(tf, x, filter, attributes),
  backward: (tf, outputGradient, saved, attributes) => {
    const [x, filter] = saved as [Tensor, Tensor];
    return {
      x: () => inputGradient(tf, x.shape, filter, outputGradient, attributes),
      filter: () => filterGradient(tf, x, filter.shape, outputGradient, attributes),
    };
  },
});

const biased = { linear: defineBiased(false), relu: defineBiased(true) };
const scaled = { linear: defineScaled(false), relu: defineScaled(true) };

function defineBiased(relu: boolean) {
  return defineOp<{ x: Tensor; filter: Tensor; bias: Tensor }, ConvolutionAttributes>({
    name: `MaskyardConv2dBias${relu ? "Relu" : ""}`,
    saved: { inputs: ["x", "filter"], output: relu },
    // TensorFlow's _FusedConv2D takes a list of types, which the binding cannot pass.
    forward: (tf, { x, filter, bias }, attributes) => biasRelu(tf, convolve(tf, x, filter, attributes), bias, relu),
    backward: (tf, outputGradient, saved, attributes) => {
      const [x, filter, output] = saved as [Tensor, Tensor, Tensor];
      const gradient = relu ? reluGradient(tf, outputGradient, output) : outputGradient;
      return {
        x: () => inputGradient(tf, x.shape, filter, gradient, attributes),
        filter: () => filterGradient(tf, x, filter.shape, gradient, attributes),
        bias: () => biasGradient(tf, gradient),
      };
    },
  });
}

function defineScaled(relu: boolean) {
  return defineOp<{ x: Tensor; filter: Tensor; bias: Tensor; filterScale: Tensor }, ConvolutionAttributes>({
    name: `MaskyardConv2dScaled${relu ? "Relu" : ""}`,
    saved: { inputs: ["x", "filter", "filterScale"], output: relu },
    forward: (tf, { x, filter, bias, filterScale }, attributes) =>
      biasRelu(tf, convolve(tf, x, tf.mul(filter, filterScale), attributes), bias, relu),
    backward: (tf, outputGradient, saved, attributes) => {
      const [x, filter, filterScale, output] = saved as [Tensor, Tensor, Tensor, Tensor];
      const gradient = relu ? reluGradient(tf, outputGradient, output) : outputGradient;
      return {
        x: () => inputGradient(tf, x.shape, tf.mul(filter, filterScale), gradient, attributes),
        filter: () => tf.mul(filterGradient(tf, x, filter.shape, gradient, attributes), filterScale),
        bias: () => biasGradient(tf, gradient),
        filterScale: () => {
          throw new Error("conv2d: filterScale is a constant to the gradient");
        },
      };
    },
  });
}
