import { keyOf, keyOfName, uniformAt } from "../random/random.ts";
import type { ParameterSpec } from "./parameterSpec.ts";

/** A parameter's first values: a function of the seed and the parameter's name alone, whatever else the model holds. */
export function initialValues(spec: ParameterSpec, seed: number): Float32Array {
  const values = new Float32Array(spec.shape.reduce((product, size) => product * size, 1));
  const key = keyOf([seed, keyOfName(spec.name)]);
  const { initial } = spec;
  if (initial.kind === "constant") return values.fill(initial.value);
  if (initial.kind === "uniform") {
    for (let index = 0; index < values.length; index++) {
      values[index] = (2 * uniformAt(key, index) - 1) * initial.bound;
    }
    return values;
  }
  // Box and Muller: two uniform numbers give two normal ones. 1 - u keeps the logarithm finite.
  for (let index = 0; index < values.length; index += 2) {
    const radius = initial.deviation * Math.sqrt(-2 * Math.log(1 - uniformAt(key, index)));
    const angle = 2 * Math.PI * uniformAt(key, index + 1);
    values[index] = radius * Math.cos(angle);
    if (index + 1 < values.length) values[index + 1] = radius * Math.sin(angle);
  }
  return values;
}
