import type { Optimizer } from "../optimizer/optimizer.ts";
import type { Tensor, Variable } from "../tensorFlow.ts";
import type { NamedArray } from "../weights/safetensors.ts";
import type { WeightAverage } from "./weightAverage.ts";

/** Sets these tensors apart from the parameters: a checkpoint of the first format has both in one file. */
const prefix = "momentum.";
/** Slot of the weights that train, where the model's own are their average. */
const trainedSlot = "trained";

/** What a resumed run needs beside the model's weights: "momentum.<slot>.<parameter>", in TensorFlow's layout. */
export function exportTrainingState(optimizer: Optimizer, average: WeightAverage | null): Map<string, NamedArray> {
  const arrays = new Map<string, NamedArray>();
  const put = (slot: string, name: string, tensor: Tensor) => {
    arrays.set(`${prefix}${slot}.${name}`, { shape: tensor.shape, values: tensor.dataSync() as Float32Array });
  };
  for (const { slot, name, tensor } of optimizer.buffers()) put(slot, name, tensor);
  for (const [name, tensor] of average?.trainedWeights() ?? []) put(trainedSlot, name, tensor);
  return arrays;
}

/** @throws When a buffer belongs to no parameter, has another shape, or is of a setting that is off. */
export function importTrainingState(
  arrays: ReadonlyMap<string, NamedArray>,
  parameters: ReadonlyMap<string, Variable>,
  optimizer: Optimizer,
  average: WeightAverage | null,
): void {
  for (const [key, { shape, values }] of arrays) {
    const [, slot, name] = /^momentum\.([a-z]+)\.(.+)$/.exec(key) ?? [];
    const expected = name === undefined ? undefined : parameters.get(name)?.shape;
    if (slot === undefined || name === undefined || expected?.join() !== shape.join()) {
      throw new Error(`importState: "${key}" has shape [${shape}], expected ${expected ? `[${expected}]` : "none"}`);
    }
    if (slot !== trainedSlot) optimizer.setBuffer(slot, name, values, shape);
    else if (average) average.resume(name, values);
    else throw new Error(`importState: "${key}" is of a run that averages its weights, which this one does not`);
  }
}
