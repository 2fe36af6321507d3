/** Test-only: PyTorch's maps are `[N, C, H, W]`, TensorFlow's `[N, H, W, C]`. */
import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { generated, type Spread } from "./generated.ts";

/** A generated map of PyTorch's shape, laid out as TensorFlow wants it. */
export function generatedMap(
  tf: TensorFlow,
  name: string,
  shape: [number, number, number, number],
  seed: number,
  spread?: Spread,
): Tensor4D {
  const count = shape.reduce((product, length) => product * length, 1);
  return tf.transpose(tf.tensor4d(generated(name, count, seed, spread), shape), [0, 2, 3, 1]);
}

/** The numbers of `[N, H, W, C]` in PyTorch's order. */
export function inTorchOrder(tf: TensorFlow, map: Tensor): Float32Array {
  return tf.tidy(() => tf.transpose(map, [0, 3, 1, 2]).dataSync()) as Float32Array;
}
