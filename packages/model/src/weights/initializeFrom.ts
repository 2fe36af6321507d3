import type { MaskRcnn } from "../maskRcnn.ts";
import { setWeights } from "./modelWeights.ts";
import type { NamedArray } from "./safetensors.ts";

const predictors = /^roi_heads\.(box|mask)_predictor\./;
const optimizerState = /^momentum\./;

/** What of a model came from a file, by parameter. */
export interface Initialized {
  loaded: string[];
  /** Keep the values the seed gave them. */
  fresh: string[];
}

/**
 * Transfer learning: everything but the box and the mask predictor, which are for other classes, is taken from a
 * detector's weights. Of a classifier's (`conv1.weight` ... `fc.weight`, torchvision's ResNets on ImageNet) the backbone's body is.
 *
 * All is checked first, so that a file that does not fit changes nothing.
 *
 * @throws WeightsFileError naming the tensor, with both shapes where they differ
 */
export function initializeFrom(model: MaskRcnn, arrays: ReadonlyMap<string, NamedArray>): Initialized {
  const isClassifier = arrays.has("conv1.weight") && arrays.has("fc.weight");
  const given = new Map<string, NamedArray>();
  for (const [name, array] of arrays) {
    if (isClassifier && !name.startsWith("fc.")) given.set(`backbone.body.${name}`, array);
    else if (!isClassifier && !predictors.test(name) && !optimizerState.test(name)) given.set(name, array);
  }
  const isFresh = (name: string): boolean =>
    isClassifier ? !name.startsWith("backbone.body.") : predictors.test(name);
  const [fresh, loaded] = [true, false].map((wanted) =>
    [...model.parameters().keys()].filter((name) => isFresh(name) === wanted),
  ) as [string[], string[]];
  setWeights(model, given, loaded);
  return { loaded, fresh };
}
