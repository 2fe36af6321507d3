import { type Architecture, checkConfiguration, type ModelConfiguration } from "./configuration.ts";

type Overrides<T> = { [K in keyof T]?: T[K] extends unknown[] ? T[K] : T[K] extends object ? Overrides<T[K]> : T[K] };
export type ModelConfigurationOverrides = Overrides<ModelConfiguration> & { numClasses: number };

const fiveLevels = 5;

/** torchvision's maskrcnn_resnet50_fpn. `numClasses` counts the background. */
export function maskRcnnResnet50FpnConfiguration(overrides: ModelConfigurationOverrides): ModelConfiguration {
  return completed(resnet50Defaults(overrides.numClasses), overrides);
}

/**
 * MiniNet: ResNet18, a feature pyramid on P2..P5 and the pooled level, RoIAlign 7x7 for boxes and masks
 * alike, and a mask predictor of two deconvolutions. `numClasses` counts the background.
 */
export function miniNetConfiguration(overrides: ModelConfigurationOverrides): ModelConfiguration {
  const shared = resnet50Defaults(overrides.numClasses);
  const defaults: ModelConfiguration = {
    ...shared,
    architecture: "mininet",
    // From random weights fixed statistics learn nothing: all layers train, normalised by groups.
    backbone: { ...shared.backbone, body: "resnet18", norm: "group", trainableLayers: 5 },
    roi: { ...shared.roi, maskPoolSize: 7, maskPredictor: "two_deconvolutions" },
  };
  return completed(defaults, overrides);
}

/** The configuration of an architecture by its name, as weights files and the command line give it. */
export function modelConfiguration(
  architecture: Architecture,
  overrides: ModelConfigurationOverrides,
): ModelConfiguration {
  return architecture === "mininet" ? miniNetConfiguration(overrides) : maskRcnnResnet50FpnConfiguration(overrides);
}

/**
 * Groups of a body's norms: as many as divide its width, up to 32 (Wu & He 2018, who have them at width 64), and of two channels
 * at least, as there.
 */
export function groupCountOf(bodyWidth: number): number {
  let groups = Math.min(32, Math.floor(bodyWidth / 2));
  while (groups > 1 && bodyWidth % groups !== 0) groups--;
  return Math.max(groups, 1);
}

/** torchvision/models/detection/{faster_rcnn,mask_rcnn,rpn,roi_heads}.py. */
function resnet50Defaults(numClasses: number): ModelConfiguration {
  return {
    architecture: "maskrcnn_resnet50_fpn",
    numClasses,
    transform: {
      minSizePx: 800,
      maxSizePx: 1333,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      padMultiplePx: 32,
    },
    backbone: {
      body: "resnet50",
      bodyWidth: 64,
      norm: "frozen",
      normEps: 1e-5,
      groupCount: 32,
      trainableLayers: 3,
      pyramidChannels: 256,
    },
    anchors: {
      sizesPx: [[32], [64], [128], [256], [512]],
      aspectRatios: Array.from({ length: fiveLevels }, () => [0.5, 1, 2]),
    },
    rpn: {
      preNmsTopN: { training: 2000, detection: 1000 },
      postNmsTopN: { training: 2000, detection: 1000 },
      nmsThreshold: 0.7,
      foregroundIou: 0.7,
      backgroundIou: 0.3,
      batchSizePerImage: 256,
      positiveFraction: 0.5,
      minSizePx: 1e-3,
      scoreThreshold: 0,
    },
    roi: {
      boxPoolSize: 7,
      maskPoolSize: 14,
      samplingRatio: 2,
      headWidth: 1024,
      maskHeadWidths: [256, 256, 256, 256],
      maskPredictor: "deconvolution",
      maskPredictorWidth: 256,
      foregroundIou: 0.5,
      backgroundIou: 0.5,
      batchSizePerImage: 512,
      positiveFraction: 0.25,
      boxCodeWeights: [10, 10, 5, 5],
      scoreThreshold: 0.05,
      nmsThreshold: 0.5,
      maxDetections: 100,
      minSizePx: 1e-2,
    },
  };
}

function completed(defaults: ModelConfiguration, overrides: ModelConfigurationOverrides): ModelConfiguration {
  const merged = merge(defaults, overrides);
  checkConfiguration(merged);
  return merged;
}

function merge<T extends object>(defaults: T, overrides: Overrides<T>): T {
  const result = { ...defaults };
  for (const key of Object.keys(overrides) as (keyof T)[]) {
    const given = overrides[key];
    if (given === undefined) continue;
    const base = defaults[key];
    const nested = typeof given === "object" && given !== null && !Array.isArray(given);
    result[key] = (nested ? merge(base as object, given as object) : given) as T[keyof T];
  }
  return result;
}
