/**
 * He et al. 2017, "Mask R-CNN"; torchvision/models/detection/generalized_rcnn.py: the stages put together.
 *
 * Frames: a "given" image is as the caller has it; the "padded batch" is what the network sees, each image scaled and in
 * its top left corner. Targets come in and detections go out in the given frame; everything between is in the batch's.
 */
import { anchorsPerCell, anchorsXyxyPx } from "./anchors/anchors.ts";
import { fpnParameters, pyramidFeatures, pyramidStridesPx } from "./backbone/fpn.ts";
import type { Phase } from "./backbone/norm.ts";
import { isFrozenResnetParameter, resnetFeatures, resnetParameters } from "./backbone/resnet.ts";
import { checkConfiguration, type ModelConfiguration } from "./configuration/configuration.ts";
import type { Detection, LossName, TrainingImage, TrainingTarget } from "./images/images.ts";
import { gatherRows } from "./ops/gatherRows.ts";
import { reshape } from "./ops/reshape.ts";
import { tensorScope } from "./ops/tensorScope.ts";
import type { ParameterSpec } from "./parameters/parameterSpec.ts";
import { Parameters } from "./parameters/parameters.ts";
import type { Random } from "./random/random.ts";
import { type BoxDetections, boxDetections } from "./roi/boxDetections.ts";
import { boxHeadParameters, predictBoxes } from "./roi/boxHead.ts";
import { maskHeadParameters, maskSizeOf, predictMasks } from "./roi/maskHead.ts";
import { pasteMask } from "./roi/maskPasting.ts";
import { maskTarget } from "./roi/maskTargets.ts";
import { multiScaleRoiAlign, orderByLevel, type Regions } from "./roi/multiScaleRoiAlign.ts";
import { boxLosses, maskLoss, positiveRegions } from "./roi/roiLosses.ts";
import { pickRows, type RoiSample, sampleRegions } from "./roi/roiTargets.ts";
import { proposeBoxes } from "./rpn/proposals.ts";
import { predictLevel, rpnHeadParameters } from "./rpn/rpnHead.ts";
import { rpnLosses } from "./rpn/rpnLosses.ts";
import { sampleAnchors } from "./rpn/rpnTargets.ts";
import { stage } from "./stages/stage.ts";
import type { Scalar, Tensor1D, Tensor2D, Tensor4D, TensorFlow, Variable } from "./tensorFlow.ts";
import { batchImages, type ImageBatch, type ImageSize, scaleBoxes } from "./transform/imageBatch.ts";

/** Of every loss `[1 + N]`: the batch's value, then each image's own. */
export type LossTerms = Record<LossName, Tensor1D>;

export interface DetectOptions {
  scoreThreshold?: number;
  maxDetections?: number;
}

export class MaskRcnn {
  private constructor(
    private readonly tf: TensorFlow,
    readonly configuration: ModelConfiguration,
    private readonly weights: Parameters,
  ) {}

  /** A model with fresh weights, which follow from the seed alone. */
  static create(tf: TensorFlow, configuration: ModelConfiguration, seed: number): MaskRcnn {
    checkConfiguration(configuration);
    const { trainableLayers } = configuration.backbone;
    const isFrozen = (name: string): boolean => isFrozenResnetParameter(name, trainableLayers);
    return new MaskRcnn(tf, configuration, new Parameters(tf, parameterSpecs(configuration), seed, isFrozen));
  }

  /** All tensors by torchvision's names, in TensorFlow's layout; `exportWeights` gives PyTorch's. */
  parameters(): Map<string, Variable> {
    return this.weights.variables;
  }

  /** Replaces a parameter's values, given in TensorFlow's layout. */
  setParameter(name: string, values: Float32Array): void {
    this.weights.set(this.tf, name, values);
  }

  /** How each parameter is laid out. */
  get specs(): ReadonlyMap<string, ParameterSpec> {
    return this.weights.specs;
  }

  /** The five losses of a batch; their sum is what to minimise. Wrap in `tf.tidy` or `tf.variableGrads`. */
  losses(images: TrainingImage[], targets: TrainingTarget[], random: Random): Record<LossName, Scalar> {
    const terms = Object.entries(this.lossTerms(images, targets, random));
    return Object.fromEntries(
      terms.map(([name, values]) => [name, this.tf.reshape(this.tf.slice(values, 0, 1), [])]),
    ) as Record<LossName, Scalar>;
  }

  /**
   * The five losses of a batch, and of each of its images.
   *
   * @param random Chooses the anchors and regions to train on.
   * @param minSizePx In the place of the configuration's: multi-scale training.
   */
  lossTerms(
    images: TrainingImage[],
    targets: TrainingTarget[],
    random: Random,
    minSizePx = this.configuration.transform.minSizePx,
  ): LossTerms {
    const { tf, configuration } = this;
    const transform = { ...configuration.transform, minSizePx };
    const batch = stage("transform", () => batchImages(tf, images, transform));
    const truths = targets.map((target, index) => ({
      boxesXyxyPx: scaleBoxes(target.boxesXyxyPx, images[index] as ImageSize, batch.sizes[index] as ImageSize),
      labels: target.labels,
    }));
    const levels = this.features(batch, "training");
    const { proposals, anchors } = this.propose(levels, batch, "training");

    const rpn = stage("rpn targets and losses", () => {
      const allAnchors = concatenate(anchors);
      const samples = truths.map(({ boxesXyxyPx }) =>
        sampleAnchors(allAnchors, boxesXyxyPx, configuration.rpn, random),
      );
      return tf.tidy(() => rpnLosses(tf, levels, samples, anchorsPerCell(configuration.anchors), this.weights));
    });

    const regions = stage("region sampling", () => sampleRegions(proposals, truths, configuration.roi, random));
    return {
      ...this.regionLosses(levels, regions, images, targets, batch),
      loss_objectness: rpn.objectness,
      loss_rpn_box_reg: rpn.boxRegression,
    };
  }

  /** Finds objects. Per image by falling score; masks are pasted only when asked for. */
  detect(images: TrainingImage[], options: DetectOptions = {}): Detection[][] {
    const { tf, configuration } = this;
    const roi = { ...configuration.roi, ...definedOf(options) };
    return tensorScope(tf, () => {
      const batch = stage("transform", () => batchImages(tf, images, configuration.transform));
      const levels = this.features(batch, "detection");
      const { proposals } = this.propose(levels, batch, "detection");
      const boxes = this.detectBoxes(levels, proposals, batch, roi);
      const probabilities = this.maskProbabilities(levels, boxes);
      return boxes.map((detections, image) =>
        this.describe(
          detections,
          probabilities[image] as Float32Array[],
          images[image] as TrainingImage,
          batch.sizes[image] as ImageSize,
        ),
      );
    });
  }

  dispose(): void {
    this.weights.dispose();
  }

  private features(batch: ImageBatch, phase: Phase): Tensor4D[] {
    const { tf, weights } = this;
    const settings = { configuration: this.configuration.backbone, phase };
    if (phase === "training") weights.folded.clear();
    return tf.tidy(() => {
      const stages = stage("backbone", () => resnetFeatures(tf, batch.pixels, weights, settings));
      return stage("pyramid", () => pyramidFeatures(tf, stages, weights));
    });
  }

  private propose(levels: Tensor4D[], batch: ImageBatch, phase: Phase) {
    const { rpn } = this.configuration;
    const predictions = stage("rpn head", () => levels.map((level) => predictLevel(this.tf, level, this.weights)));
    const grids = predictions.map(({ heightCells, widthCells }) => ({
      heightCells,
      widthCells,
      // torchvision divides the batch by the map, in whole pixels: of an odd P5 the pooled level's stride is not 64.
      strideYPx: Math.floor(batch.heightPx / heightCells),
      strideXPx: Math.floor(batch.widthPx / widthCells),
    }));
    const anchors = anchorsXyxyPx(this.configuration.anchors, grids);
    const limits = { preNmsTopN: rpn.preNmsTopN[phase], postNmsTopN: rpn.postNmsTopN[phase] };
    const proposals = stage("proposals", () =>
      batch.sizes.map((size, image) => proposeBoxes(image, predictions, anchors, rpn, { ...size, ...limits })),
    );
    return { proposals, anchors };
  }

  private pool(levels: Tensor4D[], regions: Regions, poolSize: number): Tensor4D {
    const { samplingRatio } = this.configuration.roi;
    const options = { stridesPx: pyramidStridesPx, poolSize, samplingRatio };
    return this.tf.tidy(() => multiScaleRoiAlign(this.tf, levels, regions, options));
  }

  private regionLosses(
    levels: Tensor4D[],
    regions: RoiSample,
    images: TrainingImage[],
    targets: TrainingTarget[],
    batch: ImageBatch,
  ): Pick<LossTerms, "loss_classifier" | "loss_box_reg" | "loss_mask"> {
    const { tf, configuration } = this;
    // No object and no proposal that is a box, as when the weights diverge: there is nothing to be wrong about.
    if (regions.labels.length === 0) {
      const nothing = () => tf.zeros([1 + images.length]) as Tensor1D;
      return { loss_classifier: nothing(), loss_box_reg: nothing(), loss_mask: nothing() };
    }
    const pooled = stage("box pooling", () => this.pool(levels, regions, configuration.roi.boxPoolSize));
    const predictions = stage("box head", () => predictBoxes(tf, pooled, this.weights));
    const box = stage("box losses", () => tf.tidy(() => boxLosses(tf, predictions, regions, images.length)));
    return {
      loss_classifier: box.classifier,
      loss_box_reg: box.boxRegression,
      loss_mask: tf.tidy(() => this.maskLossOf(levels, pooled, regions, images, targets, batch)),
    };
  }

  private maskLossOf(
    levels: Tensor4D[],
    boxPooled: Tensor4D,
    regions: RoiSample,
    images: TrainingImage[],
    targets: TrainingTarget[],
    batch: ImageBatch,
  ): Tensor1D {
    const { tf, configuration } = this;
    const positives = positiveRegions(regions);
    if (positives.length === 0) return tf.zeros([1 + images.length]);
    const labels = positives.map((region) => regions.labels[region] as number);
    const imageIndices = positives.map((region) => regions.imageIndices[region] as number);
    const boxes = pickRows(regions.boxesXyxyPx, positives);
    const pooled = stage("mask pooling", () =>
      this.poolForMasks(levels, boxPooled, { boxesXyxyPx: boxes, imageIndices }, positives),
    );
    const logits = stage("mask head", () => predictMasks(tf, pooled, configuration, this.weights));
    return stage("mask targets and loss", () => {
      const maskTargets = this.maskTargetsOf(regions, positives, images, targets, batch);
      return maskLoss(tf, logits, maskTargets, labels, imageIndices, images.length);
    });
  }

  /** `[P, M * M]` */
  private maskTargetsOf(
    { boxesXyxyPx, imageIndices, truthIndices }: RoiSample,
    positives: Int32Array,
    images: TrainingImage[],
    targets: TrainingTarget[],
    batch: ImageBatch,
  ): Tensor2D {
    const size = maskSizeOf(this.configuration);
    const values = new Float32Array(positives.length * size * size);
    positives.forEach((region, index) => {
      const image = imageIndices[region] as number;
      const given = images[image] as TrainingImage;
      const resized = batch.sizes[image] as ImageSize;
      const mask = targets[image]?.masks[truthIndices[region] as number] as Uint8Array;
      const frame = {
        heightPx: given.heightPx,
        widthPx: given.widthPx,
        resizedHeightPx: resized.heightPx,
        resizedWidthPx: resized.widthPx,
      };
      values.set(maskTarget(mask, boxesXyxyPx.subarray(region * 4, region * 4 + 4), size, frame), index * size * size);
    });
    return this.tf.tensor2d(values, [positives.length, size * size]);
  }

  /** Where both heads pool alike, as in MiniNet, the positive regions were pooled already. */
  private poolForMasks(levels: Tensor4D[], boxPooled: Tensor4D, regions: Regions, positives: Int32Array): Tensor4D {
    const { boxPoolSize, maskPoolSize } = this.configuration.roi;
    if (boxPoolSize !== maskPoolSize) return this.pool(levels, regions, maskPoolSize);
    const [count, size, , channels] = boxPooled.shape;
    const rows = reshape<Tensor2D>(this.tf, boxPooled, [count, size * size * channels]);
    return reshape(this.tf, gatherRows(this.tf, rows, positives), [positives.length, size, size, channels]);
  }

  private detectBoxes(
    levels: Tensor4D[],
    proposals: Float32Array[],
    batch: ImageBatch,
    roi: ModelConfiguration["roi"],
  ): BoxDetections[] {
    const { tf } = this;
    return proposals.map((proposed, image) => {
      const size = batch.sizes[image] as ImageSize;
      if (proposed.length === 0) return boxDetections(proposed, new Float32Array(), new Float32Array(), roi, size);
      const boxes = pickRows(proposed, orderByLevel(proposed));
      const imageIndices = new Int32Array(boxes.length / 4).fill(image);
      return tensorScope(tf, () => {
        const pooled = stage("box pooling", () =>
          this.pool(levels, { boxesXyxyPx: boxes, imageIndices }, roi.boxPoolSize),
        );
        const { classLogits, deltas } = stage("box head", () => predictBoxes(tf, pooled, this.weights));
        return stage("box detections", () => {
          const probabilities = tf.softmax(classLogits).dataSync() as Float32Array;
          return boxDetections(boxes, probabilities, deltas.dataSync() as Float32Array, roi, size);
        });
      });
    });
  }

  /** For each image and detection the probabilities of its own class, `[M * M]`. */
  private maskProbabilities(levels: Tensor4D[], images: BoxDetections[]): Float32Array[][] {
    const { tf, configuration } = this;
    return images.map(({ boxesXyxyPx, labels }, image) => {
      if (labels.length === 0) return [];
      const order = orderByLevel(boxesXyxyPx);
      const imageIndices = new Int32Array(labels.length).fill(image);
      const regions = { boxesXyxyPx: pickRows(boxesXyxyPx, order), imageIndices };
      return tensorScope(tf, () => {
        const pooled = stage("mask pooling", () => this.pool(levels, regions, configuration.roi.maskPoolSize));
        const logits = stage("mask head", () => predictMasks(tf, pooled, configuration, this.weights));
        const [count, size, , classes] = logits.shape;
        const byClass = tf.reshape(tf.transpose(logits, [0, 3, 1, 2]), [count * classes, size * size]) as Tensor2D;
        const own = order.map((detection, place) => place * classes + (labels[detection] as number));
        const values = tf.sigmoid(gatherRows(tf, byClass, own)).dataSync() as Float32Array;
        const masks: Float32Array[] = [];
        order.forEach((detection, place) => {
          masks[detection] = values.slice(place * size * size, (place + 1) * size * size);
        });
        return masks;
      });
    });
  }

  private describe(
    { boxesXyxyPx, scores, labels }: BoxDetections,
    masks: Float32Array[],
    image: TrainingImage,
    resized: ImageSize,
  ): Detection[] {
    const { heightPx, widthPx } = image;
    const maskSize = maskSizeOf(this.configuration);
    const given = scaleBoxes(boxesXyxyPx, resized, { heightPx, widthPx });
    return Array.from(labels, (label, index) => {
      const box = Array.from(given.subarray(index * 4, index * 4 + 4)) as [number, number, number, number];
      const maskProbabilities = masks[index] as Float32Array;
      return {
        boxXyxyPx: box,
        label,
        score: scores[index] as number,
        maskProbabilities,
        maskSize,
        mask: () => pasteMask(maskProbabilities, maskSize, box, heightPx, widthPx),
      };
    });
  }
}

/** Every tensor of the model, in torchvision's order. */
function parameterSpecs(configuration: ModelConfiguration): ParameterSpec[] {
  const { backbone, anchors } = configuration;
  return [
    ...resnetParameters(backbone),
    ...fpnParameters(backbone),
    ...rpnHeadParameters(backbone.pyramidChannels, anchorsPerCell(anchors)),
    ...boxHeadParameters(configuration),
    ...maskHeadParameters(configuration),
  ];
}

function concatenate(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function definedOf(options: DetectOptions): Partial<DetectOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
