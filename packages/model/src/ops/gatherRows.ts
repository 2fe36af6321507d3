import type { Tensor, Tensor2D, TensorFlow } from "../tensorFlow.ts";
import { runNativeOp } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

/**
 * Rows of a matrix by index, which may repeat. tfjs' own gather reads the indices back and checks each.
 *
 * @param rows `[R, C]`
 * @param indices n numbers in 0 .. R - 1
 * @returns `[n, C]`
 */
export function gatherRows(tf: TensorFlow, rows: Tensor2D, indices: Int32Array): Tensor2D {
  return op(tf, { rows, indices: tf.tensor1d(indices, "int32") }, { rowCount: rows.shape[0] }) as Tensor2D;
}

const op = defineOp<{ rows: Tensor; indices: Tensor }, { rowCount: number }>({
  name: "MaskyardGatherRows",
  saved: { inputs: ["indices"] },
  forward: (tf, { rows, indices }) =>
    runNativeOp(tf, "GatherV2", [rows, indices, tf.scalar(0, "int32")], {
      batch_dims: { int: 0 },
      Tparams: { type: "float32" },
      Tindices: { type: "int32" },
      Taxis: { type: "int32" },
    }),
  backward: (tf, outputGradient, saved, { rowCount }) => ({
    rows: () =>
      runNativeOp(tf, "UnsortedSegmentSum", [outputGradient, saved[0] as Tensor, tf.scalar(rowCount, "int32")], {
        T: { type: "float32" },
        Tindices: { type: "int32" },
        Tnumsegments: { type: "int32" },
      }),
    indices: () => {
      throw new Error("gatherRows: the indices have no gradient");
    },
  }),
});
