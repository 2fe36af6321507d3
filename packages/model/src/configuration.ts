/**
 * What a model is made of, grouped by stage. Defaults are torchvision's
 * (torchvision/models/detection/{faster_rcnn,mask_rcnn,rpn,roi_heads}.py); where MiniNet differs, the comment says so.
 */
export interface ModelConfiguration {
  architecture: Architecture;
  /** Classes including the background, which is class 0. */
  numClasses: number;
  transform: TransformConfiguration;
  backbone: BackboneConfiguration;
  anchors: AnchorConfiguration;
  rpn: RpnConfiguration;
  roi: RoiConfiguration;
}

export type Architecture = "mininet" | "maskrcnn_resnet50_fpn";

/** GeneralizedRCNNTransform. */
export interface TransformConfiguration {
  /** The shorter side is scaled to this ... */
  minSizePx: number;
  /** ... unless the longer one would pass this. */
  maxSizePx: number;
  /** Of RGB in 0..1. */
  mean: [number, number, number];
  std: [number, number, number];
  /** A batch is padded right and below to the next multiple of this. */
  padMultiplePx: number;
}

export interface BackboneConfiguration {
  body: "resnet18";
  /** "group" to train from scratch (Wu & He 2018), "frozen" for pretrained statistics. */
  norm: "group" | "frozen";
  /** torch.nn.GroupNorm and FrozenBatchNorm2d both default to 1e-5. */
  normEps: number;
  groupCount: number;
  /** Of the five stages conv1, layer1..layer4, how many train, counted from the top. */
  trainableLayers: number;
  /** Channels of every level of the feature pyramid. */
  pyramidChannels: number;
}

/** AnchorGenerator: one list per level, P2 first. */
export interface AnchorConfiguration {
  sizesPx: number[][];
  aspectRatios: number[][];
}

export interface RpnConfiguration {
  /** Per level and image, before non-maximum suppression. */
  preNmsTopN: { training: number; detection: number };
  /** Per image, after it. */
  postNmsTopN: { training: number; detection: number };
  nmsThreshold: number;
  foregroundIou: number;
  backgroundIou: number;
  batchSizePerImage: number;
  positiveFraction: number;
  minSizePx: number;
  scoreThreshold: number;
}

export interface RoiConfiguration {
  /** Side of the box head's RoIAlign. */
  boxPoolSize: number;
  maskPoolSize: number;
  samplingRatio: number;
  headWidth: number;
  maskHeadWidths: number[];
  maskPredictorWidth: number;
  foregroundIou: number;
  backgroundIou: number;
  batchSizePerImage: number;
  positiveFraction: number;
  /** Divide into the box deltas: dx, dy, dw, dh. */
  boxCodeWeights: [number, number, number, number];
  scoreThreshold: number;
  nmsThreshold: number;
  maxDetections: number;
  minSizePx: number;
}

type Overrides<T> = { [K in keyof T]?: T[K] extends unknown[] ? T[K] : T[K] extends object ? Overrides<T[K]> : T[K] };
export type ModelConfigurationOverrides = Overrides<ModelConfiguration> & { numClasses: number };

/**
 * MiniNet: ResNet18, a feature pyramid of 256 channels on P2..P5 and the pooled level, RoIAlign 7x7 for boxes and masks
 * alike, and a mask predictor of two deconvolutions. `numClasses` counts the background.
 */
export function miniNetConfiguration(overrides: ModelConfigurationOverrides): ModelConfiguration {
  const defaults: ModelConfiguration = {
    architecture: "mininet",
    numClasses: overrides.numClasses,
    transform: {
      minSizePx: 800,
      maxSizePx: 1333,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      padMultiplePx: 32,
    },
    backbone: {
      body: "resnet18",
      norm: "group",
      normEps: 1e-5,
      groupCount: 32,
      trainableLayers: 5,
      pyramidChannels: 256,
    },
    anchors: {
      sizesPx: [[32], [64], [128], [256], [512]],
      aspectRatios: [
        [0.5, 1, 2],
        [0.5, 1, 2],
        [0.5, 1, 2],
        [0.5, 1, 2],
        [0.5, 1, 2],
      ],
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
      // torchvision pools masks to 14 and has one deconvolution; MiniNet pools to 7 and has two.
      maskPoolSize: 7,
      samplingRatio: 2,
      headWidth: 1024,
      maskHeadWidths: [256, 256, 256, 256],
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

/** @throws When the parts do not fit together; the message names the field, what it must be and what it is. */
export function checkConfiguration(configuration: ModelConfiguration): void {
  const { numClasses, backbone, anchors, roi } = configuration;
  if (!Number.isInteger(numClasses) || numClasses < 2) {
    throw new Error(
      `checkConfiguration: numClasses must count the background and at least one class, got ${numClasses}`,
    );
  }
  if (anchors.sizesPx.length !== 5 || anchors.aspectRatios.length !== 5) {
    throw new Error(
      `checkConfiguration: anchors need one list of sizes and of ratios for each of the 5 levels, got ${anchors.sizesPx.length} and ${anchors.aspectRatios.length}`,
    );
  }
  const perCell = anchors.sizesPx.map((sizes, level) => sizes.length * (anchors.aspectRatios[level]?.length ?? 0));
  if (perCell.some((count) => count === 0 || count !== perCell[0])) {
    throw new Error(
      `checkConfiguration: every level needs the same number of anchors a cell, got ${perCell.join(", ")}`,
    );
  }
  if (backbone.trainableLayers < 0 || backbone.trainableLayers > 5) {
    throw new Error(`checkConfiguration: backbone.trainableLayers must be 0 to 5, got ${backbone.trainableLayers}`);
  }
  if (backbone.norm === "group" && 64 % backbone.groupCount !== 0) {
    throw new Error(`checkConfiguration: backbone.groupCount must divide 64, got ${backbone.groupCount}`);
  }
  if (roi.maskHeadWidths.length === 0) throw new Error("checkConfiguration: roi.maskHeadWidths is empty");
}
