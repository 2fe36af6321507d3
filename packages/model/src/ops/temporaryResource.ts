import type { Tensor, TensorFlow } from "../tensorFlow.ts";
import { runNativeOp, runNativeOpOutputs } from "./nativeOps.ts";

const dtype = { type: "float32" } as const;

/**
 * A resource variable of TensorFlow with a tensor's value, for kernels that change one in place: everything else here works on tensors. It takes the tensor's
 * memory; a kernel copies it first while somebody else holds the tensor. End it with `endResource`.
 *
 * @param role Its name: resources of one role do not overlap in time.
 */
export function beginResource(tf: TensorFlow, role: string, value: Tensor): Tensor {
  const attributes = {
    dtype,
    shape: { shape: value.shape },
    shared_name: { text: `maskyard-${role}` },
    container: { text: "" },
  };
  const handle = runNativeOp(tf, "VarHandleOp", [], attributes);
  runNativeOpOutputs(tf, "AssignVariableOp", [handle, value], { dtype }, 0);
  return handle;
}

/** The value, which is the resource's own memory, and the end of the resource. */
export function endResource(tf: TensorFlow, handle: Tensor): Tensor {
  const value = runNativeOp(tf, "ReadVariableOp", [handle], { dtype });
  runNativeOpOutputs(tf, "DestroyResourceOp", [handle], { ignore_lookup_error: { bool: false } }, 0);
  return value;
}
