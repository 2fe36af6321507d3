import type { Tensor, TensorFlow } from "../tensorFlow.ts";
import { reluGradient } from "./biasRelu.ts";
import { runNativeOp } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

/** ReLU that keeps its output alone; the gradient of tfjs' own takes six ops and keeps the input. */
export function relu<T extends Tensor>(tf: TensorFlow, x: T): T {
  return op(tf, { x }, {}) as T;
}

const op = defineOp<{ x: Tensor }, object>({
  name: "MaskyardRelu",
  saved: { inputs: [], output: true },
  forward: (tf, { x }) => runNativeOp(tf, "Relu", [x], { T: { type: "float32" } }),
  backward: (tf, outputGradient, saved) => ({ x: () => reluGradient(tf, outputGradient, saved[0] as Tensor) }),
});
