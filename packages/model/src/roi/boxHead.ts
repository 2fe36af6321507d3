/** torchvision/models/detection/faster_rcnn.py: TwoMLPHead and FastRCNNPredictor. */
import type { ModelConfiguration } from "../configuration.ts";
import { linearRelu } from "../ops/linear.ts";
import { linear, type ParameterSpec, torchDefault, vector } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor2D, Tensor4D, TensorFlow } from "../tensorFlow.ts";

const prefix = "roi_heads";

export function boxHeadParameters({ backbone, roi, numClasses }: ModelConfiguration): ParameterSpec[] {
  const flattened = { channels: backbone.pyramidChannels, size: roi.boxPoolSize };
  const pooled = flattened.channels * flattened.size ** 2;
  const layer = (name: string, inputs: number, outputs: number): ParameterSpec[] => [
    linear(`${prefix}.${name}.weight`, inputs, outputs, torchDefault(inputs)),
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
  const weightsOf = (name: string) => ({
    weight: parameters.get(`${prefix}.${name}.weight`) as Tensor2D,
    bias: parameters.get(`${prefix}.${name}.bias`),
  });
  const flat = tf.reshape(pooled, [pooled.shape[0], -1]) as Tensor2D;
  const fc6 = weightsOf("box_head.fc6");
  const fc7 = weightsOf("box_head.fc7");
  const hidden = linearRelu(tf, linearRelu(tf, flat, fc6.weight, fc6.bias), fc7.weight, fc7.bias);
  const project = (name: string): Tensor2D => {
    const { weight, bias } = weightsOf(name);
    return tf.add(tf.matMul(hidden, weight), bias);
  };
  return { classLogits: project("box_predictor.cls_score"), deltas: project("box_predictor.bbox_pred") };
}
