import type { Architecture, BackboneConfiguration } from "../configuration.ts";
import type { ModelConfigurationOverrides } from "../modelConfiguration.ts";
import type { NamedArray } from "./safetensors.ts";

export interface DescribedWeights {
  architecture: Architecture;
  /** What the tensors' names and shapes tell of the model: classes, norm and the mask predictor's width. */
  overrides: ModelConfigurationOverrides;
}

/**
 * What model a file of weights is of, by its tensors alone. Image sizes, anchors and the norm's eps leave no trace in them.
 *
 * @returns null when it is none of a detector's
 */
export function describeWeights(arrays: ReadonlyMap<string, NamedArray>): DescribedWeights | null {
  const numClasses = arrays.get("roi_heads.box_predictor.cls_score.weight")?.shape[0];
  const maskPredictorWidth = arrays.get("roi_heads.mask_predictor.conv5_mask.weight")?.shape[1];
  if (numClasses === undefined || maskPredictorWidth === undefined || !arrays.has("backbone.body.conv1.weight"))
    return null;
  const isBottleneck = arrays.has("backbone.body.layer1.0.conv3.weight");
  const norm: BackboneConfiguration["norm"] = arrays.has("backbone.body.bn1.running_mean") ? "frozen" : "group";
  return {
    architecture: isBottleneck ? "maskrcnn_resnet50_fpn" : "mininet",
    overrides: { numClasses, backbone: { norm }, roi: { maskPredictorWidth } },
  };
}
