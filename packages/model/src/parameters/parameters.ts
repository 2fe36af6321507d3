import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import { DerivedTensors } from "./derivedTensors.ts";
import { initialValues } from "./initialValues.ts";
import type { ParameterSpec } from "./parameterSpec.ts";

/** The variables of one model by torchvision's names, with how each was declared. */
export class Parameters {
  readonly variables = new Map<string, Variable>();
  readonly specs: ReadonlyMap<string, ParameterSpec>;
  /** Norms of fixed statistics as a factor and a shift for each channel. */
  readonly affine = new DerivedTensors();
  /** These folded into the filters before them: for a ResNet50 90 MiB, which detections use and training does without. */
  readonly folded = new DerivedTensors();

  /** @param isFrozen By name: a frozen parameter keeps its values and gets no gradient. */
  constructor(tf: TensorFlow, specs: ParameterSpec[], seed: number, isFrozen: (name: string) => boolean) {
    this.specs = new Map(specs.map((spec) => [spec.name, spec]));
    if (this.specs.size !== specs.length) throw new Error("Parameters: two parameters share a name");
    for (const spec of specs) {
      const values = tf.tensor(initialValues(spec, seed), spec.shape);
      // No name for tfjs: its names are unique in the whole process, and two models may live side by side.
      this.variables.set(spec.name, tf.variable(values, spec.trainable && !isFrozen(spec.name)));
      values.dispose();
    }
  }

  get(name: string): Tensor {
    const variable = this.variables.get(name);
    if (variable === undefined) throw new Error(`Parameters.get: expected a known parameter, got "${name}"`);
    return variable;
  }

  set(tf: TensorFlow, name: string, values: Float32Array): void {
    const variable = this.variables.get(name);
    if (variable === undefined) throw new Error(`Parameters.set: expected a known parameter, got "${name}"`);
    const tensor = tf.tensor(values, variable.shape);
    variable.assign(tensor);
    tensor.dispose();
  }

  /** Moves a running statistic by a share of the way towards a new value: (1 - share) old + share new. */
  moveTowards(tf: TensorFlow, name: string, target: Tensor, share: number): void {
    const variable = this.get(name) as Variable;
    tf.tidy(() => variable.assign(tf.add(tf.mul(variable, 1 - share), tf.mul(target, share))));
  }

  dispose(): void {
    this.affine.clear();
    this.folded.clear();
    for (const variable of this.variables.values()) variable.dispose();
    this.variables.clear();
  }
}
