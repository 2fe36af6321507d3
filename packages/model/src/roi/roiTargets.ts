/** torchvision/models/detection/roi_heads.py: select_training_samples. */

import { samplePositivesAndNegatives } from "../boxes/balancedSampler.ts";
import { encodeBoxes } from "../boxes/boxCoder.ts";
import { belowLowThreshold, matchBoxes } from "../boxes/matcher.ts";
import type { RoiConfiguration } from "../configuration/configuration.ts";
import type { Random } from "../random/random.ts";
import { orderByLevel, type Regions } from "./multiScaleRoiAlign.ts";

export interface RoiTruth {
  /** `[m, 4]` in pixels of the padded batch. */
  boxesXyxyPx: Float32Array;
  /** `[m]`, 1 .. C - 1 */
  labels: Int32Array;
}

/** The regions of a batch to train the heads on, ordered by level of the pyramid. */
export interface RoiSample extends Regions {
  /** `[R]`, 0 is the background. */
  labels: Int32Array;
  /** `[R]`: the ground truth of the region's image it stands for; -1 for background. */
  truthIndices: Int32Array;
  /** `[R, 4]`, what the box head should predict; meaningless for background. */
  deltas: Float32Array;
}

/**
 * Samples regions from the proposals and the ground truth itself, which joins them as in torchvision.
 *
 * @param proposals `[n, 4]` of each image, in pixels of the padded batch
 */
export function sampleRegions(
  proposals: Float32Array[],
  truths: RoiTruth[],
  configuration: RoiConfiguration,
  random: Random,
): RoiSample {
  const boxes: number[] = [];
  const matchedBoxes: number[] = [];
  const images: number[] = [];
  const labels: number[] = [];
  const truthIndices: number[] = [];
  proposals.forEach((proposed, image) => {
    const truth = truths[image] as RoiTruth;
    const candidates = new Float32Array(proposed.length + truth.boxesXyxyPx.length);
    candidates.set(proposed);
    candidates.set(truth.boxesXyxyPx, proposed.length);
    const matches = matchBoxes(candidates, truth.boxesXyxyPx, { ...configuration, allowLowQualityMatches: false });
    const candidateLabels = matches.map((match) =>
      match >= 0 ? (truth.labels[match] as number) : match === belowLowThreshold ? 0 : -1,
    );
    const { positives, negatives } = samplePositivesAndNegatives(candidateLabels, configuration, random);
    for (const candidate of [...positives, ...negatives]) {
      const match = matches[candidate] as number;
      const box = candidates.subarray(candidate * 4, candidate * 4 + 4);
      boxes.push(...box);
      matchedBoxes.push(...(match >= 0 ? truth.boxesXyxyPx.subarray(match * 4, match * 4 + 4) : box));
      images.push(image);
      labels.push(candidateLabels[candidate] as number);
      truthIndices.push(match >= 0 ? match : -1);
    }
  });
  const boxesXyxyPx = Float32Array.from(boxes);
  const order = orderByLevel(boxesXyxyPx);
  const ordered = pickRows(boxesXyxyPx, order);
  return {
    boxesXyxyPx: ordered,
    imageIndices: order.map((index) => images[index] as number),
    labels: order.map((index) => labels[index] as number),
    truthIndices: order.map((index) => truthIndices[index] as number),
    deltas: encodeBoxes(pickRows(Float32Array.from(matchedBoxes), order), ordered, configuration.boxCodeWeights),
  };
}

/** Rows of four numbers by index. */
export function pickRows(rows: Float32Array, indices: ArrayLike<number>): Float32Array {
  const picked = new Float32Array(indices.length * 4);
  for (let position = 0; position < indices.length; position++) {
    const index = indices[position] as number;
    picked.set(rows.subarray(index * 4, index * 4 + 4), position * 4);
  }
  return picked;
}
