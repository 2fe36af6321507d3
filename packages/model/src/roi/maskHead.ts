/** He et al. 2017, figure 4; torchvision/models/detection/mask_rcnn.py: MaskRCNNHeads and MaskRCNNPredictor, or MiniNet's predictor. */
import type { ModelConfiguration } from "../configuration/configuration.ts";
import { conv2d } from "../ops/conv2d.ts";
import { deconvolve } from "../ops/deconvolve.ts";
import {
  convolution,
  kaimingNormal,
  type ParameterSpec,
  torchDefault,
  vector,
  zeros,
} from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor2D, Tensor4D, TensorFlow } from "../tensorFlow.ts";

const head = "roi_heads.mask_head";
const predictor = "roi_heads.mask_predictor";
const kernel = 2;

export function maskHeadParameters({ backbone, roi, numClasses }: ModelConfiguration): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  let inputs = backbone.pyramidChannels;
  roi.maskHeadWidths.forEach((width, index) => {
    specs.push(
      convolution(`${head}.${index}.0.weight`, 3, inputs, width, kaimingNormal(9 * width)),
      vector(`${head}.${index}.0.bias`, width, zeros),
    );
    inputs = width;
  });
  return [
    ...specs,
    ...deconvolution("conv5_mask", inputs, roi.maskPredictorWidth),
    ...(roi.maskPredictor === "two_deconvolutions"
      ? deconvolution("mask_fcn_logits", roi.maskPredictorWidth, numClasses)
      : [
          convolution(
            `${predictor}.mask_fcn_logits.weight`,
            1,
            roi.maskPredictorWidth,
            numClasses,
            kaimingNormal(numClasses),
          ),
          vector(`${predictor}.mask_fcn_logits.bias`, numClasses, torchDefault(roi.maskPredictorWidth)),
        ]),
  ];
}

function deconvolution(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [
    {
      name: `${predictor}.${name}.weight`,
      shape: [inputs, kernel ** 2 * outputs],
      layout: "deconvolution",
      // PyTorch counts the fan out of a transposed convolution along its first dimension, which is its inputs.
      initial: kaimingNormal(kernel ** 2 * inputs),
      trainable: true,
    },
    vector(`${predictor}.${name}.bias`, outputs, torchDefault(kernel ** 2 * outputs)),
  ];
}

/** Side of the predicted masks: every deconvolution doubles the pooled side. */
export function maskSizeOf({ roi }: ModelConfiguration): number {
  return roi.maskPoolSize * (roi.maskPredictor === "two_deconvolutions" ? kernel ** 2 : kernel);
}

/**
 * @param pooled `[R, S, S, C]`
 * @returns Mask logits `[R, M, M, classes]`, M as `maskSizeOf` says
 */
export function predictMasks(
  tf: TensorFlow,
  pooled: Tensor4D,
  configuration: ModelConfiguration,
  parameters: Parameters,
): Tensor4D {
  let features = pooled;
  for (let index = 0; index < configuration.roi.maskHeadWidths.length; index++) {
    features = conv2d(tf, features, parameters.get(`${head}.${index}.0.weight`), {
      padPx: 1,
      bias: parameters.get(`${head}.${index}.0.bias`),
      relu: true,
    });
  }
  const upsample = (x: Tensor4D, name: string, relu: boolean): Tensor4D => {
    const weight = parameters.get(`${predictor}.${name}.weight`) as Tensor2D;
    return deconvolve(tf, x, weight, parameters.get(`${predictor}.${name}.bias`), { kernel, relu });
  };
  const hidden = upsample(features, "conv5_mask", true);
  if (configuration.roi.maskPredictor === "two_deconvolutions") return upsample(hidden, "mask_fcn_logits", false);
  return conv2d(tf, hidden, parameters.get(`${predictor}.mask_fcn_logits.weight`), {
    bias: parameters.get(`${predictor}.mask_fcn_logits.bias`),
  });
}
