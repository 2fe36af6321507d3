/** What a model is made of, grouped by stage. The defaults of each architecture are in `modelConfiguration.ts`. */
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
  body: "resnet18" | "resnet50";
  /**
   * Channels of the stem and of the first stage's 3x3 convolutions; each further stage has twice as many. 64 is He et al.'s, and
   * what published weights have.
   */
  bodyWidth: number;
  /**
   * "group" to train from scratch (Wu & He 2018), "frozen" for pretrained statistics, "batch" for the batch's own
   * (torch.nn.BatchNorm2d), which wants batches of many images.
   */
  norm: "group" | "frozen" | "batch";
  /** 1e-5 in torch for every norm; torchvision's published COCO_V1 detectors were made with 0. */
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
  /**
   * How the mask head's features become logits: torchvision's one deconvolution and 1x1 convolution double the pooled
   * side, MiniNet's two deconvolutions double it twice.
   */
  maskPredictor: "deconvolution" | "two_deconvolutions";
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
  if (backbone.norm === "group" && backbone.bodyWidth % backbone.groupCount !== 0) {
    throw new Error(
      `checkConfiguration: backbone.groupCount must divide backbone.bodyWidth, got ${backbone.groupCount} and ${backbone.bodyWidth}`,
    );
  }
  if (roi.maskHeadWidths.length === 0) throw new Error("checkConfiguration: roi.maskHeadWidths is empty");
}
