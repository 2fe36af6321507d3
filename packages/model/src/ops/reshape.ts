import type { Tensor, TensorFlow } from "../tensorFlow.ts";
import { defineOp } from "./registerOp.ts";

/** As tf.reshape, which keeps its whole input for a gradient that needs the shape alone. */
export function reshape<T extends Tensor>(tf: TensorFlow, x: Tensor, shape: number[]): T {
  return op(tf, { x }, { from: x.shape, to: shape }) as T;
}

const op = defineOp<{ x: Tensor }, { from: number[]; to: number[] }>({
  name: "MaskyardReshape",
  saved: { inputs: [] },
  forward: (tf, { x }, { to }) => tf.reshape(x, to),
  backward: (tf, outputGradient, _saved, { from }) => ({ x: () => tf.reshape(outputGradient, from) }),
});
