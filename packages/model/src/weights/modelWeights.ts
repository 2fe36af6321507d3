import type { MaskRcnn } from "../maskRcnn.ts";
import { batchCounter, isBatchCounter } from "./batchCounters.ts";
import type { NamedArray } from "./safetensors.ts";
import { fromTorchLayout, torchShape, toTorchLayout } from "./torchLayout.ts";
import { WeightsFileError } from "./WeightsFileError.ts";

/** The model's state dict: every parameter under torchvision's name and in PyTorch's layout, with the counters of batch norms. */
export function exportWeights(model: MaskRcnn): Map<string, NamedArray> {
  const arrays = new Map<string, NamedArray>();
  for (const [name, variable] of model.parameters()) {
    const spec = specOf(model, name);
    arrays.set(name, { shape: torchShape(spec), values: toTorchLayout(spec, variable.dataSync() as Float32Array) });
    if (model.configuration.backbone.norm === "batch" && name.endsWith(".running_var")) {
      arrays.set(...batchCounter(name));
    }
  }
  return arrays;
}

/**
 * Sets every parameter of the model. All are checked first, so that a file that does not fit changes nothing. Batch norms'
 * counters are passed over: nothing here depends on them.
 *
 * @throws WeightsFileError naming the tensor, with both shapes where they differ
 */
export function importWeights(model: MaskRcnn, arrays: ReadonlyMap<string, NamedArray>): void {
  setWeights(model, arrays, [...model.parameters().keys()]);
}

/** As `importWeights`, for the named parameters: each must be given, and nothing else. */
export function setWeights(model: MaskRcnn, arrays: ReadonlyMap<string, NamedArray>, names: readonly string[]): void {
  const expectedNames = new Set(names);
  for (const name of arrays.keys()) {
    if (!expectedNames.has(name) && !isBatchCounter(name))
      throw new WeightsFileError(`tensor "${name}": the model has no such parameter`);
  }
  for (const name of names) {
    const expected = torchShape(specOf(model, name));
    const given = arrays.get(name)?.shape;
    if (given === undefined) {
      throw new WeightsFileError(`tensor "${name}": missing, the model expects shape [${expected}]`);
    }
    if (given.join() !== expected.join()) {
      throw new WeightsFileError(`tensor "${name}": the file has shape [${given}], the model expects [${expected}]`);
    }
  }
  for (const name of names) {
    const { values } = arrays.get(name) as NamedArray;
    model.setParameter(name, fromTorchLayout(specOf(model, name), values));
  }
}

function specOf(model: MaskRcnn, name: string) {
  const spec = model.specs.get(name);
  if (spec === undefined) throw new Error(`modelWeights: no specification of "${name}"`);
  return spec;
}
