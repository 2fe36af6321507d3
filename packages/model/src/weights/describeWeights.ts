import type { Architecture, BackboneConfiguration } from "../configuration/configuration.ts";
import { groupCountOf, type ModelConfigurationOverrides } from "../configuration/modelConfiguration.ts";
import type { NamedArray } from "./safetensors.ts";

export interface DescribedWeights {
  architecture: Architecture;
  /** What the tensors' names and shapes tell of the model: classes, norm and every width. */
  overrides: ModelConfigurationOverrides;
}

/**
 * What model a file of weights is of, by its tensors alone. Image sizes, anchors and the norm's eps leave no trace in them.
 *
 * @returns null when it is none of a detector's
 */
export function describeWeights(arrays: ReadonlyMap<string, NamedArray>): DescribedWeights | null {
  const outputsOf = (name: string): number | undefined => arrays.get(name)?.shape[0];
  const numClasses = outputsOf("roi_heads.box_predictor.cls_score.weight");
  const maskPredictorWidth = arrays.get("roi_heads.mask_predictor.conv5_mask.weight")?.shape[1];
  const bodyWidth = outputsOf("backbone.body.conv1.weight");
  const pyramidChannels = outputsOf("backbone.fpn.layer_blocks.0.0.weight");
  const headWidth = outputsOf("roi_heads.box_head.fc7.weight");
  if (numClasses === undefined || maskPredictorWidth === undefined || bodyWidth === undefined) return null;
  if (pyramidChannels === undefined || headWidth === undefined) return null;
  const isBottleneck = arrays.has("backbone.body.layer1.0.conv3.weight");
  const norm: BackboneConfiguration["norm"] = arrays.has("backbone.body.bn1.running_mean") ? "frozen" : "group";
  return {
    architecture: isBottleneck ? "maskrcnn_resnet50_fpn" : "mininet",
    overrides: {
      numClasses,
      backbone: { norm, bodyWidth, groupCount: groupCountOf(bodyWidth), pyramidChannels },
      roi: { headWidth, maskHeadWidths: maskHeadWidthsOf(arrays), maskPredictorWidth },
    },
  };
}

function maskHeadWidthsOf(arrays: ReadonlyMap<string, NamedArray>): number[] {
  const widths: number[] = [];
  for (;;) {
    const width = arrays.get(`roi_heads.mask_head.${widths.length}.0.weight`)?.shape[0];
    if (width === undefined) return widths;
    widths.push(width);
  }
}
