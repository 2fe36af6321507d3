import { z } from "zod";
import { checkpointRetentionShape } from "./checkpointRetention.ts";

/**
 * Version of the keys below; a run keeps the version its configuration was written with. It goes up with every key or value that code of the version
 * before would refuse: such runs then wait for a trainer that knows it, and are not failed by one that does not.
 */
export const CONFIGURATION_VERSION = 2;

const wholeNumber = (least: number, most: number) => z.int().min(least).max(most);
const fraction = z.number().min(0).max(1);

const range = (least: number, most: number) => z.array(z.number().min(least).max(most)).length(2);

/**
 * What a run trains with. Keys that came after the first release have a default: configurations stored without them still parse.
 * Keys are those of `maskyard launch --set key=value`. Lengths are pixels of the resized image, rates per optimizer step.
 */
export const runConfigurationSchema = z
  .strictObject({
    /** Passes over the training images. */
    epochs: wholeNumber(1, 100_000),
    /** Optimizer steps after which the run ends, whatever `epochs` says; null: no such limit. */
    maxSteps: wholeNumber(1, 2_000_000_000).nullable(),
    /** Images that are in the engine at once. */
    batchSize: wholeNumber(1, 64),
    /** Batches whose gradients make one optimizer step: `batchSize` times this is the images of a step. */
    accumulationSteps: wholeNumber(1, 1_024).default(1),
    /** Stochastic gradient descent with momentum, or AdamW, which learns more from few steps. */
    optimizer: z.enum(["sgd", "adamw"]),
    learningRate: z.number().positive().max(10),
    /** Of "sgd"; for "adamw" the decay rate of the gradient's running mean (beta1). */
    momentum: z.number().min(0).lt(1),
    /** Of "sgd": steps along the gradient as the momentum will have changed it. */
    nesterov: z.boolean().default(false),
    /** Of "adamw": the decay rate of the squared gradient's running mean. */
    adamBeta2: z.number().min(0).lt(1),
    weightDecay: fraction,
    /** Steps over which the learning rate grows from `warmupFactor` times itself to itself. */
    warmupSteps: wholeNumber(0, 1_000_000),
    warmupFactor: z.number().positive().max(1),
    /** How the learning rate goes on after warm-up; "step" divides it by ten at 2/3 and 8/9 of the run. */
    schedule: z.enum(["constant", "cosine", "step"]),
    /** Greatest norm of all gradients together; null: not limited. */
    gradientClipNorm: z.number().positive().nullable(),
    /** Decay a step of a running mean of the weights, which is then what is evaluated and saved; null: the weights themselves. */
    emaDecay: z.number().positive().lt(1).nullable().default(null),
    /** Decides initial weights, order, augmentation and sampling. */
    seed: wholeNumber(0, 2_147_483_647),
    /** Images are resized so that the shorter side is this, unless the longer would exceed `maxSizePx`. */
    minSizePx: wholeNumber(64, 2_048),
    maxSizePx: wholeNumber(64, 4_096),
    /** The shorter side in training: drawn from these for each step; none: `minSizePx` always. */
    trainingMinSizesPx: z.array(wholeNumber(64, 2_048)).max(100).default([]),
    /** One anchor size for each of the five pyramid levels, finest first. */
    anchorSizesPx: z.array(z.number().positive().max(4_096)).length(5),
    /** Height divided by width. */
    aspectRatios: z.array(z.number().positive().max(100)).min(1).max(9),
    /**
     * Normalisation of the backbone: GroupNorm; batch norm with fixed statistics, for pretrained weights; or batch norm with the
     * batch's own, which wants large batches.
     */
    norm: z.enum(["group", "frozen", "batch"]),
    /**
     * Added to the norms' variances. Null: as the initial weights were made with (0 for torchvision's published COCO_V1
     * detector, for a checkpoint what its run had), else 1e-5.
     */
    normEps: fraction.nullable().default(null),
    /** Of the backbone's five stages, how many train, last first. */
    trainableLayers: wholeNumber(0, 5),
    /**
     * Parameters that keep their values, by torchvision's names: each item is the beginning of names ("backbone.body.layer1",
     * "rpn.") or, with * and ?, a pattern of whole ones ("*.bias"). Beside what `trainableLayers` freezes.
     */
    frozenParameters: z.array(z.string().trim().min(1).max(200)).max(100).default([]),
    /** Anchors an image that the region proposal losses are computed on. */
    rpnBatchSizePerImage: wholeNumber(2, 4_096),
    /** Proposals kept a level before, and an image after, non-maximum suppression. */
    rpnPreNmsTopN: wholeNumber(1, 10_000),
    rpnPostNmsTopN: wholeNumber(1, 10_000),
    /** Proposals an image that the heads train on, and the fraction of these that should lie on objects. */
    roiBatchSizePerImage: wholeNumber(2, 4_096),
    roiPositiveFraction: fraction,
    /** Channels of the backbone's stem and first stage; each further stage has twice as many. Published weights have 64. */
    bodyWidth: wholeNumber(8, 256).default(64),
    /** Channels of every level of the feature pyramid, and of the region proposal head. Published weights have 256. */
    pyramidChannels: wholeNumber(8, 1_024).default(256),
    /** Outputs of the box head's two layers. Published weights have 1,024. */
    boxHeadWidth: wholeNumber(8, 4_096).default(1_024),
    /** Channels of the mask head's convolutions, one number each. Published weights have 256 four times. */
    maskHeadWidths: z.array(wholeNumber(8, 1_024)).min(1).max(8).default([256, 256, 256, 256]),
    /** Channels between the mask predictor's two layers. */
    maskPredictorWidth: wholeNumber(1, 4_096).default(256),
    /** Detections below this score are left out. */
    scoreThreshold: fraction,
    /** Detections of one class that overlap a better one by more than this are left out. */
    nmsThreshold: fraction,
    /** Most detections an image. */
    maxDetections: wholeNumber(1, 1_000),
    /** Probability that a training image is mirrored. */
    horizontalFlip: fraction,
    /** Least and greatest factor by which a training image is scaled within its frame; 1, 1: left alone. */
    scaleJitter: range(0.05, 10).default([1, 1]),
    /**
     * The frame: a square that every training image is fitted to, `scaleJitter` is relative to, and a random window of this size
     * is cut from. null: the image's own size. With 0.1, 2 it is the large-scale jitter of Ghiasi et al. 2021.
     */
    cropSizePx: wholeNumber(64, 4_096).nullable().default(null),
    /** How far brightness, contrast and saturation of a training image may go: factors from 1 - x to 1 + x. */
    brightnessJitter: fraction.default(0),
    contrastJitter: fraction.default(0),
    saturationJitter: fraction.default(0),
    /** How far its hues may turn, either way, in parts of the circle. */
    hueJitter: z.number().min(0).max(0.5).default(0),
    /** Steps between checkpoints beside those at evaluations; null: only those. */
    checkpointEverySteps: wholeNumber(1, 2_000_000_000).nullable(),
    evaluateEveryEpochs: wholeNumber(1, 100_000),
    ...checkpointRetentionShape,
    /** Evaluations in a row without a better validation mask AP after which the run ends; null: it goes on to its end. */
    earlyStoppingEvaluations: wholeNumber(1, 100_000).nullable().default(null),
    /** Validation images evaluated at most; null: all. */
    maxEvaluationImages: wholeNumber(1, 10_000_000).nullable(),
  })
  .refine((configuration) => configuration.maxSizePx >= configuration.minSizePx, {
    path: ["maxSizePx"],
    message: "must not be smaller than minSizePx",
  })
  .refine(({ scaleJitter: [least, most] }) => (least as number) <= (most as number), {
    path: ["scaleJitter"],
    message: "must give the smaller factor first",
  })
  .refine(({ trainingMinSizesPx, maxSizePx }) => trainingMinSizesPx.every((size) => size <= maxSizePx), {
    path: ["trainingMinSizesPx"],
    message: "must not hold more than maxSizePx",
  })
  .refine(({ nesterov, optimizer, momentum }) => !nesterov || (optimizer === "sgd" && momentum > 0), {
    path: ["nesterov"],
    message: "needs the optimizer sgd and a momentum above 0",
  });

export type RunConfiguration = z.infer<typeof runConfigurationSchema>;

/** Every key a configuration has. */
export const CONFIGURATION_KEYS = Object.keys(runConfigurationSchema.shape) as readonly (keyof RunConfiguration)[];
