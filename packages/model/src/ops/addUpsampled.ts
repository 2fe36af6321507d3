import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { runNativeOp } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

/**
 * A pyramid's level and, scaled to its size, the one above: torch.nn.functional.interpolate(mode="nearest") and a sum. The
 * gradient keeps nothing; tfjs' own ops kept both summands.
 *
 * @param lateral `[N, H, W, C]`
 * @param above `[N, h, w, C]`
 */
export function addUpsampled(tf: TensorFlow, lateral: Tensor4D, above: Tensor4D): Tensor4D {
  const [, height, width] = above.shape;
  return op(tf, { lateral, above }, { height, width }) as Tensor4D;
}

const attributes = {
  T: { type: "float32" },
  align_corners: { bool: false },
  half_pixel_centers: { bool: false },
} as const;

const op = defineOp<{ lateral: Tensor; above: Tensor }, { height: number; width: number }>({
  name: "MaskyardAddUpsampled",
  saved: { inputs: [] },
  forward: (tf, { lateral, above }) => {
    const size = tf.tensor1d(lateral.shape.slice(1, 3), "int32");
    return tf.add(lateral, runNativeOp(tf, "ResizeNearestNeighbor", [above, size], attributes));
  },
  backward: (tf, outputGradient, _saved, { height, width }) => ({
    lateral: () => outputGradient.clone(),
    above: () => {
      const size = tf.tensor1d([height, width], "int32");
      return runNativeOp(tf, "ResizeNearestNeighborGrad", [outputGradient, size], attributes);
    },
  }),
});
