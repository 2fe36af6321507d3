import type { RunConfiguration } from "./runConfigurationSchema.ts";

/** What a setting does, for the person who sets it. */
export interface SettingDescription {
  /** One sentence. */
  readonly sentence: string;
  /** Of its values; null for plain numbers, words and switches. */
  readonly unit: string | null;
}

const is = (sentence: string, unit: string | null = null): SettingDescription => ({ sentence, unit });

/** Of every setting; a new one without a sentence does not compile. */
export const settingDescriptions: Readonly<Record<keyof RunConfiguration, SettingDescription>> = {
  epochs: is("How often the run goes through all training images.", "passes"),
  maxSteps: is(
    "The run ends after so many optimizer steps, whatever the epochs say; empty for no such limit.",
    "steps",
  ),
  batchSize: is("Images that are computed at once; more of them need more memory.", "images"),
  accumulationSteps: is("Batches whose gradients are added up for one optimizer step.", "batches"),
  optimizer: is("sgd with momentum, or adamw, which learns more from few steps."),
  learningRate: is("How far a step follows the gradient; too high diverges, too low learns next to nothing."),
  momentum: is(
    "Share of the last step that goes into the next one; for adamw the decay of the gradient's mean.",
    "0 to 1",
  ),
  nesterov: is("Takes the gradient where the momentum will have led; for sgd only."),
  adamBeta2: is("Decay of the mean of squared gradients; for adamw only.", "0 to 1"),
  weightDecay: is("How strongly weights are drawn towards zero at every step."),
  warmupSteps: is("Steps over which the learning rate grows to its value.", "steps"),
  warmupFactor: is("Part of the learning rate that the warm-up begins with.", "0 to 1"),
  schedule: is("How the learning rate goes on after the warm-up; step divides it by ten at 2/3 and at 8/9 of the run."),
  gradientClipNorm: is("Longer gradients are shortened to this norm; empty for no limit."),
  emaDecay: is(
    "Evaluates and saves a running mean of the weights with this decay; empty for the weights themselves.",
    "0 to 1",
  ),
  seed: is("Decides initial weights, order, augmentation and sampling: the same seed repeats a run."),
  minSizePx: is("Images are resized so that their shorter side is this.", "px"),
  maxSizePx: is("No image is resized so that its longer side exceeds this.", "px"),
  trainingMinSizesPx: is("Shorter sides that training draws from, one for each step; empty for always the same.", "px"),
  anchorSizesPx: is(
    "Sides of the anchors on the five levels of the pyramid, finest first: about as large as the objects.",
    "px",
  ),
  aspectRatios: is("Shapes of the anchors, as their height divided by their width.", "height / width"),
  norm: is("Normalisation of the backbone: group; frozen, for pretrained weights; or batch, for large batches."),
  normEps: is("Added to the variances of the normalisation; empty for what the initial weights were made with."),
  trainableLayers: is("How many of the backbone's five stages train, the last ones first.", "stages"),
  frozenParameters: is("Parameters that keep their values: beginnings of names, or patterns with * and ?."),
  rpnBatchSizePerImage: is("Anchors of an image that the proposal losses are computed on.", "anchors"),
  rpnPreNmsTopN: is("Proposals of a level that are kept before overlapping ones are removed.", "proposals"),
  rpnPostNmsTopN: is("Proposals of an image that are kept after that.", "proposals"),
  roiBatchSizePerImage: is("Proposals of an image that the heads train on.", "proposals"),
  roiPositiveFraction: is("Share of these that should lie on objects.", "0 to 1"),
  bodyWidth: is(
    "Channels of the backbone's first stage, doubled by each later one; published weights have 64.",
    "channels",
  ),
  pyramidChannels: is("Channels of the feature pyramid and the proposal head; published weights have 256.", "channels"),
  boxHeadWidth: is("Outputs of the box head's two layers; published weights have 1,024.", "channels"),
  maskHeadWidths: is(
    "Channels of the mask head's convolutions, one number each; published weights have 256 four times.",
    "channels",
  ),
  maskPredictorWidth: is("Channels between the two layers of the mask predictor.", "channels"),
  scoreThreshold: is("Detections with a lower score are left out.", "0 to 1"),
  nmsThreshold: is("Of two detections of a class that overlap more than this, the worse one is left out.", "IoU"),
  maxDetections: is("The most detections of an image that are kept.", "detections"),
  horizontalFlip: is("Probability that a training image is mirrored.", "0 to 1"),
  scaleJitter: is("Least and greatest factor by which training images are scaled; 1, 1 leaves them alone."),
  cropSizePx: is("Side of the random window that training images are cut to; empty for whole images.", "px"),
  brightnessJitter: is("How far the brightness of training images may be changed, both ways.", "share"),
  contrastJitter: is("How far their contrast may be changed, both ways.", "share"),
  saturationJitter: is("How far their saturation may be changed, both ways.", "share"),
  hueJitter: is("How far their hues may be turned, both ways.", "of the circle"),
  checkpointEverySteps: is("Steps between checkpoints, beside those at evaluations; empty for only those.", "steps"),
  evaluateEveryEpochs: is("Epochs between evaluations on the validation images.", "epochs"),
  keepLastCheckpoints: is("How many of the newest checkpoints are kept.", "checkpoints"),
  keepBestCheckpoints: is("How many of the best checkpoints are kept.", "checkpoints"),
  checkpointMetric: is("What the best checkpoints are chosen by."),
  checkpointGoal: is("Whether the best one has the greatest or the least value."),
  keepCheckpointsEverySteps: is("A checkpoint is kept for good after every so many steps; empty for none.", "steps"),
  earlyStoppingEvaluations: is(
    "Evaluations in a row without a better mask AP after which the run ends; empty for none.",
    "evaluations",
  ),
  maxEvaluationImages: is("The most validation images that are evaluated; empty for all.", "images"),
};
