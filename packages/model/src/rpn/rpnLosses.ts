/** torchvision/models/detection/rpn.py: compute_loss. */

import { imageMeans } from "../losses/imageMeans.ts";
import { binaryCrossEntropy, smoothL1 } from "../losses/lossFunctions.ts";
import { gatherRows } from "../ops/gatherRows.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor1D, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { type AnchorPositions, predictAtAnchors } from "./rpnHead.ts";
import type { RpnSample } from "./rpnTargets.ts";

/**
 * @param levels `[N, H, W, C]` of each level
 * @param samples One for each image
 * @returns `[1 + N]` each: the batch's loss, then each image's
 */
export function rpnLosses(
  tf: TensorFlow,
  levels: Tensor4D[],
  samples: RpnSample[],
  anchorsPerCell: number,
  parameters: Parameters,
): { objectness: Tensor1D; boxRegression: Tensor1D } {
  const batch = gatherSamples(levels, samples, anchorsPerCell);
  const divisors = samples.map(({ positives, negatives }) => positives.length + negatives.length);
  const { objectnessLogits, deltas } = predictAtAnchors(tf, levels, batch.positions, parameters);
  const classLosses = binaryCrossEntropy(tf, objectnessLogits, tf.tensor1d(batch.labels));
  const objectness = imageMeans(tf, classLosses, batch.images, divisors);
  const positives = Int32Array.from(batch.positiveRows);
  const positiveImages = batch.positiveRows.map((row) => batch.images[row] as number);
  if (positives.length === 0) return { objectness, boxRegression: tf.zeros([1 + samples.length]) };
  const targets = tf.tensor2d(Float32Array.from(batch.positiveDeltas), [positives.length, 4]);
  const boxLosses = smoothL1(tf, gatherRows(tf, deltas, positives), targets);
  return { objectness, boxRegression: imageMeans(tf, boxLosses, positiveImages, divisors) };
}

interface SampleBatch {
  positions: AnchorPositions[];
  /** Of every sample, in the order of `positions`. */
  images: number[];
  labels: number[];
  /** Which of them are positive, and the deltas of those, four each. */
  positiveRows: number[];
  positiveDeltas: number[];
}

/** Brings the images' samples into the order of the levels, as the features are gathered. */
function gatherSamples(levels: Tensor4D[], samples: RpnSample[], anchorsPerCell: number): SampleBatch {
  const batch: SampleBatch = { positions: [], images: [], labels: [], positiveRows: [], positiveDeltas: [] };
  let firstAnchor = 0;
  for (const features of levels) {
    const [, height, width] = features.shape;
    const end = firstAnchor + height * width * anchorsPerCell;
    const at = { cells: [] as number[], cellAnchors: [] as number[] };
    const add = (image: number, anchor: number, label: number) => {
      at.cells.push(image * height * width + Math.floor((anchor - firstAnchor) / anchorsPerCell));
      at.cellAnchors.push((anchor - firstAnchor) % anchorsPerCell);
      batch.images.push(image);
      batch.labels.push(label);
    };
    samples.forEach(({ positives, negatives, positiveDeltas }, image) => {
      positives.forEach((anchor, index) => {
        if (anchor < firstAnchor || anchor >= end) return;
        batch.positiveRows.push(batch.images.length);
        batch.positiveDeltas.push(...positiveDeltas.subarray(index * 4, index * 4 + 4));
        add(image, anchor, 1);
      });
      for (const anchor of negatives) if (anchor >= firstAnchor && anchor < end) add(image, anchor, 0);
    });
    batch.positions.push({
      cells: Int32Array.from(at.cells),
      cellAnchors: Int32Array.from(at.cellAnchors),
    });
    firstAnchor = end;
  }
  return batch;
}
