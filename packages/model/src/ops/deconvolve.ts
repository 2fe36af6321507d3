import type { Tensor, Tensor2D, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { biasGradient, biasRelu, reluGradient } from "./biasRelu.ts";
import { defineOp } from "./registerOp.ts";

/**
 * torch.nn.ConvTranspose2d whose stride equals its kernel, with ReLU where asked: every cell becomes a K x K block of its own,
 * so it is one matrix product and a rearrangement.
 *
 * @param x `[R, H, W, I]`
 * @param weight `[I, K * K * O]`
 * @param bias `[O]`
 * @returns `[R, H * K, W * K, O]`
 */
export function deconvolve(
  tf: TensorFlow,
  x: Tensor4D,
  weight: Tensor2D,
  bias: Tensor,
  { kernel, relu = false }: { kernel: number; relu?: boolean },
): Tensor4D {
  return ops[relu ? "relu" : "linear"](tf, { x, weight, bias }, { kernel }) as Tensor4D;
}

const ops = { linear: defineDeconvolution(false), relu: defineDeconvolution(true) };

function defineDeconvolution(relu: boolean) {
  return defineOp<{ x: Tensor; weight: Tensor; bias: Tensor }, { kernel: number }>({
    name: `MaskyardDeconvolve${relu ? "Relu" : ""}`,
    saved: { inputs: ["x", "weight"], output: relu },
    forward: (tf, { x, weight, bias }, { kernel }) => {
      const [regions, height, width] = x.shape as [number, number, number, number];
      const outputs = bias.shape[0] as number;
      // Every handle is let go at once: the map is the largest of the model, and two of it are enough.
      const then = (before: Tensor, next: (given: Tensor) => Tensor): Tensor => {
        const result = next(before);
        before.dispose();
        return result;
      };
      const blocks = tf.matMul(asRows(tf, x), weight as Tensor2D);
      const split = then(blocks, (given) => tf.reshape(given, [regions, height, width, kernel, kernel, outputs]));
      // [R, H, W, K, K, O] -> [R, H, K, W, K, O]
      const spread = then(split, (given) => tf.transpose(given, [0, 1, 3, 2, 4, 5]));
      const map = then(spread, (given) => tf.reshape(given, [regions, height * kernel, width * kernel, outputs]));
      return biasRelu(tf, map, bias, relu);
    },
    backward: (tf, outputGradient, saved, { kernel }) => {
      const [x, weight, output] = saved as [Tensor, Tensor2D, Tensor];
      const [regions, height, width] = x.shape as [number, number, number, number];
      const gradient = relu ? reluGradient(tf, outputGradient, output) : outputGradient;
      const outputs = gradient.shape[3] as number;
      // [R, H, K, W, K, O] -> [R, H, W, K, K, O]
      const blocks = tf.tidy(() =>
        tf.reshape(
          tf.transpose(tf.reshape(gradient, [regions, height, kernel, width, kernel, outputs]), [0, 1, 3, 2, 4, 5]),
          [regions * height * width, kernel * kernel * outputs],
        ),
      ) as Tensor2D;
      return {
        x: () => tf.reshape(tf.matMul(blocks, weight, false, true), x.shape),
        weight: () => tf.matMul(asRows(tf, x), blocks, true, false),
        bias: () => biasGradient(tf, gradient),
      };
    },
  });
}

/** `[R, H, W, I]` -> `[R * H * W, I]` */
function asRows(tf: TensorFlow, x: Tensor): Tensor2D {
  return tf.reshape(x, [-1, x.shape[3] as number]);
}
