/** torchvision/models/detection/rpn.py: filter_proposals. Plain numbers: proposals are constants to the gradient. */

import { clipBox, decodeBoxInto } from "../boxes/boxCoder.ts";
import { nonMaximumSuppression, orderByScore } from "../boxes/nonMaximumSuppression.ts";
import type { RpnConfiguration } from "../configuration/configuration.ts";
import type { LevelPrediction } from "./rpnHead.ts";

const unitWeights = [1, 1, 1, 1] as const;

export interface ProposalOptions {
  /** The image's size within the padded batch. */
  heightPx: number;
  widthPx: number;
  preNmsTopN: number;
  postNmsTopN: number;
}

/**
 * The boxes most likely to hold an object, in one image.
 *
 * @param anchors Of every level, `[H * W * A, 4]`
 * @returns `[n, 4]` x1, y1, x2, y2 in pixels of the padded batch, by falling objectness, n at most `postNmsTopN`
 */
export function proposeBoxes(
  image: number,
  predictions: LevelPrediction[],
  anchors: Float32Array[],
  configuration: RpnConfiguration,
  options: ProposalOptions,
): Float32Array {
  const tops = predictions.map(({ objectnessLogits }, level) => {
    const count = (anchors[level] as Float32Array).length / 4;
    const logits = objectnessLogits.subarray(image * count, (image + 1) * count);
    return { logits, indices: topIndices(logits, options.preNmsTopN) };
  });
  const total = tops.reduce((sum, { indices }) => sum + indices.length, 0);
  const boxes = new Float32Array(total * 4);
  const scores = new Float32Array(total);
  const levels = new Int32Array(total);
  const eligible: number[] = [];
  const minScoreLogit = Math.log(configuration.scoreThreshold / (1 - configuration.scoreThreshold));
  let box = 0;
  tops.forEach(({ logits, indices }, level) => {
    const { deltas } = predictions[level] as LevelPrediction;
    const references = anchors[level] as Float32Array;
    for (const index of indices) {
      decodeBoxInto(boxes, box * 4, deltas, image * references.length + index * 4, references, index * 4, unitWeights);
      clipBox(boxes, box * 4, options.heightPx, options.widthPx);
      scores[box] = logits[index] as number;
      levels[box] = level;
      const wide = (boxes[box * 4 + 2] as number) - (boxes[box * 4] as number) >= configuration.minSizePx;
      const high = (boxes[box * 4 + 3] as number) - (boxes[box * 4 + 1] as number) >= configuration.minSizePx;
      if (wide && high && (scores[box] as number) >= minScoreLogit) eligible.push(box);
      box++;
    }
  });
  const order = orderByScore(scores, Int32Array.from(eligible));
  const kept = nonMaximumSuppression(boxes, order, levels, configuration.nmsThreshold, options.postNmsTopN);
  const proposals = new Float32Array(kept.length * 4);
  kept.forEach((index, position) => {
    proposals.set(boxes.subarray(index * 4, index * 4 + 4), position * 4);
  });
  return proposals;
}

/** The `limit` highest, in no particular order but ties resolved towards the front. */
export function topIndices(scores: Float32Array, limit: number): Int32Array {
  if (scores.length <= limit) return Int32Array.from(scores.keys());
  const threshold = kthSmallest(scores.slice(), scores.length - limit);
  const indices = new Int32Array(limit);
  let found = 0;
  for (let index = 0; index < scores.length; index++) {
    if ((scores[index] as number) > threshold) indices[found++] = index;
  }
  for (let index = 0; index < scores.length && found < limit; index++) {
    if (scores[index] === threshold) indices[found++] = index;
  }
  return indices.subarray(0, found);
}

/** Hoare 1961, "Find": the number that would stand at `k`, were the numbers in rising order. Changes their order. */
function kthSmallest(numbers: Float32Array, k: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const pivot = numbers[(low + high) >> 1] as number;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((numbers[left] as number) < pivot) left++;
      while ((numbers[right] as number) > pivot) right--;
      if (left > right) break;
      const moved = numbers[left] as number;
      numbers[left++] = numbers[right] as number;
      numbers[right--] = moved;
    }
    if (k <= right) high = right;
    else if (k >= left) low = left;
    else break;
  }
  return numbers[k] as number;
}
