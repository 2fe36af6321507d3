import type { Tensor, Tensor2D, TensorFlow } from "../tensorFlow.ts";
import { biasGradient, biasRelu, reluGradient } from "./biasRelu.ts";
import { defineOp } from "./registerOp.ts";

/**
 * torch.nn.Linear, with ReLU where asked.
 *
 * @param x `[n, I]`
 * @param weight `[I, O]`
 * @param bias `[O]`
 * @returns `[n, O]`
 */
export function linear(
  tf: TensorFlow,
  x: Tensor2D,
  weight: Tensor2D,
  bias: Tensor,
  { relu = false }: { relu?: boolean } = {},
): Tensor2D {
  return ops[relu ? "relu" : "linear"](tf, { x, weight, bias }, {}) as Tensor2D;
}

const ops = { linear: defineLinear(false), relu: defineLinear(true) };

function defineLinear(relu: boolean) {
  return defineOp<{ x: Tensor; weight: Tensor; bias: Tensor }, object>({
    name: `MaskyardLinear${relu ? "Relu" : ""}`,
    saved: { inputs: ["x", "weight"], output: relu },
    forward: (tf, { x, weight, bias }) => biasRelu(tf, tf.matMul(x as Tensor2D, weight as Tensor2D), bias, relu),
    backward: (tf, outputGradient, saved) => {
      const [x, weight, output] = saved as [Tensor2D, Tensor2D, Tensor];
      const gradient = (relu ? reluGradient(tf, outputGradient, output) : outputGradient) as Tensor2D;
      return {
        x: () => tf.matMul(gradient, weight, false, true),
        weight: () => tf.matMul(x, gradient, true, false),
        bias: () => biasGradient(tf, gradient),
      };
    },
  });
}
