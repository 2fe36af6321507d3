/** torchvision/models/detection/roi_heads.py: fastrcnn_loss and maskrcnn_loss. */
import { imageMeans } from "../losses/imageMeans.ts";
import { binaryCrossEntropy, crossEntropy, smoothL1 } from "../losses/lossFunctions.ts";
import { gatherRows } from "../ops/gatherRows.ts";
import type { Tensor1D, Tensor2D, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import type { BoxPredictions } from "./boxHead.ts";
import { pickRows, type RoiSample } from "./roiTargets.ts";

/** The regions that are no background, in order. */
export function positiveRegions({ labels }: RoiSample): Int32Array {
  return Int32Array.from(labels.keys()).filter((region) => (labels[region] as number) > 0);
}

/**
 * @param sample R regions of `imageCount` images
 * @returns `[1 + imageCount]` each: the batch's loss, then each image's
 */
export function boxLosses(
  tf: TensorFlow,
  { classLogits, deltas }: BoxPredictions,
  sample: RoiSample,
  imageCount: number,
): { classifier: Tensor1D; boxRegression: Tensor1D } {
  const { labels, imageIndices } = sample;
  const classes = classLogits.shape[1];
  const divisors = countByImage(imageIndices, imageCount);
  const classifier = imageMeans(tf, crossEntropy(tf, classLogits, labels), imageIndices, divisors);
  const positives = positiveRegions(sample);
  if (positives.length === 0) return { classifier, boxRegression: tf.zeros([1 + imageCount]) };
  // Every class has its own four deltas; the region's class is the one that learns.
  const own = positives.map((region) => region * classes + (labels[region] as number));
  const predicted = gatherRows(tf, tf.reshape(deltas, [-1, 4]), own);
  const targets = tf.tensor2d(pickRows(sample.deltas, positives), [positives.length, 4]);
  const images = positives.map((region) => imageIndices[region] as number);
  // Divided by all regions, not by the positive ones: images with few objects weigh no more for it.
  return { classifier, boxRegression: imageMeans(tf, smoothL1(tf, predicted, targets), images, divisors) };
}

/**
 * @param logits `[P, M, M, classes]` of the positive regions
 * @param targets `[P, M * M]`
 * @param labels `[P]`
 * @param images `[P]`
 * @returns `[1 + imageCount]`
 */
export function maskLoss(
  tf: TensorFlow,
  logits: Tensor4D,
  targets: Tensor2D,
  labels: Int32Array,
  images: Int32Array,
  imageCount: number,
): Tensor1D {
  const [count, size, , classes] = logits.shape;
  const byClass = tf.reshape(tf.transpose(logits, [0, 3, 1, 2]), [count * classes, size * size]) as Tensor2D;
  const own = labels.map((label, index) => index * classes + label);
  const losses = tf.mean(binaryCrossEntropy(tf, gatherRows(tf, byClass, own), targets), 1);
  return imageMeans(tf, losses, images, countByImage(images, imageCount));
}

function countByImage(images: Int32Array, imageCount: number): number[] {
  const counts = new Array<number>(imageCount).fill(0);
  for (const image of images) counts[image] = (counts[image] as number) + 1;
  return counts;
}
