import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { reluGradient } from "./biasRelu.ts";
import { runNativeOp } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

/** relu(a + b) of equal shapes: the end of a residual block. Keeps only its output for the gradient. */
export function addRelu(tf: TensorFlow, a: Tensor4D, b: Tensor4D): Tensor4D {
  return op(tf, { a, b }, {}) as Tensor4D;
}

const float = { T: { type: "float32" } } as const;

const op = defineOp<{ a: Tensor; b: Tensor }, object>({
  name: "MaskyardAddRelu",
  saved: { inputs: [], output: true },
  forward: (tf, { a, b }) => runNativeOp(tf, "Relu", [runNativeOp(tf, "AddV2", [a, b], float)], float),
  backward: (tf, outputGradient, saved) => {
    const gradient = reluGradient(tf, outputGradient, saved[0] as Tensor);
    // Each input gets a handle of its own: a gradient is disposed once another is added to it.
    return { a: () => gradient.clone(), b: () => gradient.clone() };
  },
});
