import {
  groupCountOf,
  type ModelConfiguration,
  maskRcnnResnet50FpnConfiguration,
  miniNetConfiguration,
} from "@maskyard/model";
import type { Recipe, RunConfiguration } from "@maskyard/store";

/** Proposals kept for detection are never more than torchvision's 1000, and never more than for training. */
const detectionTopN = 1000;
/** torch's for every norm. */
const defaultNormEps = 1e-5;

const configurationOf = { MININET: miniNetConfiguration, TRANSFER: maskRcnnResnet50FpnConfiguration } as const;

/**
 * The model that a run's recipe and flat configuration describe.
 *
 * @param numClasses counts the background
 * @param weightsNormEps what the weights it starts from were made with, where that is known
 * @throws Error naming the part that does not fit, for example another number of anchor sizes than levels
 */
export function modelConfigurationOf(
  recipe: Recipe,
  configuration: RunConfiguration,
  { numClasses, weightsNormEps }: { numClasses: number; weightsNormEps: number | null },
): ModelConfiguration {
  const topN = (training: number) => ({ training, detection: Math.min(training, detectionTopN) });
  return configurationOf[recipe]({
    numClasses,
    transform: { minSizePx: configuration.minSizePx, maxSizePx: configuration.maxSizePx },
    backbone: {
      norm: configuration.norm,
      normEps: configuration.normEps ?? weightsNormEps ?? defaultNormEps,
      trainableLayers: configuration.trainableLayers,
      bodyWidth: configuration.bodyWidth,
      groupCount: groupCountOf(configuration.bodyWidth),
      pyramidChannels: configuration.pyramidChannels,
    },
    anchors: {
      sizesPx: configuration.anchorSizesPx.map((sizePx) => [sizePx]),
      aspectRatios: configuration.anchorSizesPx.map(() => configuration.aspectRatios),
    },
    rpn: {
      preNmsTopN: topN(configuration.rpnPreNmsTopN),
      postNmsTopN: topN(configuration.rpnPostNmsTopN),
      batchSizePerImage: configuration.rpnBatchSizePerImage,
    },
    roi: {
      batchSizePerImage: configuration.roiBatchSizePerImage,
      positiveFraction: configuration.roiPositiveFraction,
      headWidth: configuration.boxHeadWidth,
      maskHeadWidths: configuration.maskHeadWidths,
      maskPredictorWidth: configuration.maskPredictorWidth,
      scoreThreshold: configuration.scoreThreshold,
      nmsThreshold: configuration.nmsThreshold,
      maxDetections: configuration.maxDetections,
    },
  });
}
