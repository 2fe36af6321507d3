import type { Tensor, TensorFlow } from "../tensorFlow.ts";

/** An attribute of a TensorFlow op: numbers as integers unless said to be floats. */
export type OpAttribute =
  | { int: number | number[] }
  | { float: number }
  | { bool: boolean }
  | { text: string }
  | { shape: number[] }
  | { type: "float32" | "int32" | "bool" };

interface Binding {
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_STRING: number;
  TF_ATTR_SHAPE: number;
  TF_ATTR_TYPE: number;
  TF_FLOAT: number;
  TF_INT32: number;
  TF_BOOL: number;
}

interface NativeBackend {
  binding: Binding;
  executeSingleOutput(name: string, attributes: unknown[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(name: string, attributes: unknown[], inputs: Tensor[], outputs: number): Tensor[];
}

/**
 * Runs an op of the native library that tfjs core does not offer, or offers with needless copies. Nothing is recorded
 * for gradients: call it from within a registered kernel or a gradient function.
 *
 * @throws When the backend is not the native one, or the library refuses the op.
 */
export function runNativeOp(
  tf: TensorFlow,
  name: string,
  inputs: Tensor[],
  attributes: Record<string, OpAttribute>,
): Tensor {
  const backend = nativeBackend(tf);
  return backend.executeSingleOutput(name, encodeAttributes(backend.binding, attributes), inputs);
}

/** As `runNativeOp`, for an op of several outputs. */
export function runNativeOpOutputs(
  tf: TensorFlow,
  name: string,
  inputs: Tensor[],
  attributes: Record<string, OpAttribute>,
  outputCount: number,
): Tensor[] {
  const backend = nativeBackend(tf);
  return backend.executeMultipleOutputs(name, encodeAttributes(backend.binding, attributes), inputs, outputCount);
}

function nativeBackend(tf: TensorFlow): NativeBackend {
  const backend = tf.backend() as unknown as Partial<NativeBackend>;
  if (backend.binding === undefined || typeof backend.executeSingleOutput !== "function") {
    throw new Error(`runNativeOp: expected the native TensorFlow backend, got "${tf.getBackend()}"`);
  }
  return backend as NativeBackend;
}

function encodeAttributes(binding: Binding, attributes: Record<string, OpAttribute>): unknown[] {
  return Object.entries(attributes).map(([name, attribute]) => {
    if ("int" in attribute) return { name, type: binding.TF_ATTR_INT, value: attribute.int };
    if ("float" in attribute) return { name, type: binding.TF_ATTR_FLOAT, value: attribute.float };
    if ("bool" in attribute) return { name, type: binding.TF_ATTR_BOOL, value: attribute.bool };
    if ("shape" in attribute) return { name, type: binding.TF_ATTR_SHAPE, value: attribute.shape };
    if ("text" in attribute) return { name, type: binding.TF_ATTR_STRING, value: attribute.text };
    const types = { float32: binding.TF_FLOAT, int32: binding.TF_INT32, bool: binding.TF_BOOL };
    return { name, type: binding.TF_ATTR_TYPE, value: types[attribute.type] };
  });
}
