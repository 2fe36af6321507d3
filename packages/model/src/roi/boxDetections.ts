/** torchvision/models/detection/roi_heads.py: postprocess_detections, for one image. */

import { clipBox, decodeBoxInto } from "../boxes/boxCoder.ts";
import { nonMaximumSuppression, orderByScore } from "../boxes/nonMaximumSuppression.ts";
import type { RoiConfiguration } from "../configuration/configuration.ts";

export interface BoxDetections {
  /** `[D, 4]` in pixels of the padded batch, by falling score. */
  boxesXyxyPx: Float32Array;
  scores: Float32Array;
  labels: Int32Array;
}

/**
 * @param proposals `[R, 4]`
 * @param probabilities `[R, classes]`
 * @param deltas `[R, classes * 4]`
 */
export function boxDetections(
  proposals: Float32Array,
  probabilities: Float32Array,
  deltas: Float32Array,
  configuration: RoiConfiguration,
  frame: { heightPx: number; widthPx: number },
): BoxDetections {
  const regions = proposals.length / 4;
  const classes = regions === 0 ? 0 : probabilities.length / regions;
  const boxes: number[] = [];
  const scores: number[] = [];
  const labels: number[] = [];
  const box = new Float32Array(4);
  for (let region = 0; region < regions; region++) {
    for (let label = 1; label < classes; label++) {
      const score = probabilities[region * classes + label] as number;
      if (score <= configuration.scoreThreshold) continue;
      const deltaOffset = (region * classes + label) * 4;
      decodeBoxInto(box, 0, deltas, deltaOffset, proposals, region * 4, configuration.boxCodeWeights);
      clipBox(box, 0, frame.heightPx, frame.widthPx);
      const [x1, y1, x2, y2] = box as unknown as [number, number, number, number];
      if (x2 - x1 < configuration.minSizePx || y2 - y1 < configuration.minSizePx) continue;
      boxes.push(x1, y1, x2, y2);
      scores.push(score);
      labels.push(label);
    }
  }
  const allBoxes = Float32Array.from(boxes);
  const order = orderByScore(Float32Array.from(scores));
  const groups = Int32Array.from(labels);
  const kept = nonMaximumSuppression(allBoxes, order, groups, configuration.nmsThreshold, configuration.maxDetections);
  const result = {
    boxesXyxyPx: new Float32Array(kept.length * 4),
    scores: Float32Array.from(kept, (index) => scores[index] as number),
    labels: kept.map((index) => groups[index] as number),
  };
  kept.forEach((index, position) => {
    result.boxesXyxyPx.set(allBoxes.subarray(index * 4, index * 4 + 4), position * 4);
  });
  return result;
}
