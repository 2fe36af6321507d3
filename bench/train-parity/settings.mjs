import { miniNetConfiguration } from "../../packages/model/dist/index.js";

/** The preset `demo` on smaller images; torchvision_training.py reads it from data.json. */
export const settings = {
  shortSidePx: 128,
  anchorSizesPx: [9, 18, 36, 72, 144],
  batchSize: 1,
  learningRate: 5e-4,
  weightDecay: 0.02,
  betas: [0.9, 0.99],
  warmupSteps: 50,
  warmupFactor: 0.001,
  gradientClipNorm: 5,
  rpnTopN: 300,
  roiBatchSizePerImage: 64,
  roiPositiveFraction: 0.5,
};

/** The images are taken as they are: both sides see the same pixels. */
export function configurationOf(/** @type {number} */ numClasses, /** @type {number} */ longSidePx) {
  const topN = { training: settings.rpnTopN, detection: settings.rpnTopN };
  return miniNetConfiguration({
    numClasses,
    transform: { minSizePx: settings.shortSidePx, maxSizePx: longSidePx },
    anchors: { sizesPx: settings.anchorSizesPx.map((sizePx) => [sizePx]) },
    rpn: { preNmsTopN: topN, postNmsTopN: topN },
    roi: { batchSizePerImage: settings.roiBatchSizePerImage, positiveFraction: settings.roiPositiveFraction },
  });
}
