/** torchvision/models/detection/faster_rcnn.py: TwoMLPHead and FastRCNNPredictor. */
import type { ModelConfiguration } from "../configuration/configuration.ts";
import { linear } from "../ops/linear.ts";
import { reshape } from "../ops/reshape.ts";
import { linear as linearSpec, type ParameterSpec, torchDefault, vector } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor2D, Tensor4D, TensorFlow } from "../tensorFlow.ts";

const prefix = "roi_heads";

export function boxHeadParameters({ backbone, roi, numClasses }: ModelConfiguration): ParameterSpec[] {
  const flattened = { channels: backbone.pyramidChannels, size: roi.boxPoolSize };
  const pooled = flattened.channels * flattened.size ** 2;
  const layer = (name: string, inputs: number, outputs: number): ParameterSpec[] => [
    linearSpec(`${prefix}.${name}.weight`, inputs, outputs, torchDefault(inputs)),
    vector(`${prefix}.${name}.bias`, outputs, torchDefault(inputs)),
  ];
  const [fc6, fc6Bias] = layer("box_head.fc6", pooled, roi.headWidth) as [ParameterSpec, ParameterSpec];
  return [
    { ...fc6, flattened },
    fc6Bias,
    ...layer("box_head.fc7", roi.headWidth, roi.headWidth),
    ...layer("box_predictor.cls_score", roi.headWidth, numClasses),
    ...layer("box_predictor.bbox_pred", roi.headWidth, numClasses * 4),
  ];
}

export interface BoxPredictions {
  /** `[R, classes]` */
  classLogits: Tensor2D;
  /** `[R, classes * 4]` */
  deltas: Tensor2D;
}

/** @param pooled `[R, S, S, C]` */
export function predictBoxes(tf: TensorFlow, pooled: Tensor4D, parameters: Parameters): BoxPredictions {
  const layer = (x: Tensor2D, name: string, options: { relu: boolean }): Tensor2D => {
    const weight = parameters.get(`${prefix}.${name}.weight`) as Tensor2D;
    return linear(tf, x, weight, parameters.get(`${prefix}.${name}.bias`), options);
  };
  const [regions, height, width, channels] = pooled.shape;
  const flat = reshape<Tensor2D>(tf, pooled, [regions, height * width * channels]);
  const hidden = ["box_head.fc6", "box_head.fc7"].reduce((x, name) => layer(x, name, { relu: true }), flat);
  return {
    classLogits: layer(hidden, "box_predictor.cls_score", { relu: false }),
    deltas: layer(hidden, "box_predictor.bbox_pred", { relu: false }),
  };
}
