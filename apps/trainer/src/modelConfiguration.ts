import { type ModelConfiguration, miniNetConfiguration } from "@maskyard/model";
import type { RunConfiguration } from "@maskyard/store";

/** Proposals kept for detection are never more than torchvision's 1000, and never more than for training. */
const detectionTopN = 1000;

/**
 * The model that a run's flat configuration describes.
 *
 * @param numClasses counts the background
 * @throws Error naming the part that does not fit, for example another number of anchor sizes than levels
 */
export function modelConfigurationOf(configuration: RunConfiguration, numClasses: number): ModelConfiguration {
  const topN = (training: number) => ({ training, detection: Math.min(training, detectionTopN) });
  return miniNetConfiguration({
    numClasses,
    transform: { minSizePx: configuration.minSizePx, maxSizePx: configuration.maxSizePx },
    backbone: { norm: configuration.norm, trainableLayers: configuration.trainableLayers },
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
      scoreThreshold: configuration.scoreThreshold,
      nmsThreshold: configuration.nmsThreshold,
      maxDetections: configuration.maxDetections,
    },
  });
}
