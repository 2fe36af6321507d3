import type { NamedArray } from "@maskyard/model";
import { DivergedError } from "../failure/userError.ts";

/**
 * A gradient can overflow while every loss is still finite; the weights it leaves would be told by the next step's loss alone,
 * after a checkpoint of them had taken the place of a good one.
 *
 * @throws DivergedError naming the first tensor with a value that is no finite number
 */
export function requireFiniteWeights(arrays: ReadonlyMap<string, NamedArray>, step: number): void {
  for (const [name, { values }] of arrays) {
    for (const value of values) {
      if (Number.isFinite(value)) continue;
      throw new DivergedError(
        `The weights are no longer finite numbers after step ${step} (${name}), so no checkpoint was written of them: lower learningRate, lengthen warmupSteps or set gradientClipNorm.`,
      );
    }
  }
}
