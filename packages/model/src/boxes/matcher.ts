/** torchvision/models/detection/_utils.py: Matcher. */
import { boxIou } from "./boxIou.ts";

export const belowLowThreshold = -1;
export const betweenThresholds = -2;

export interface MatcherConfiguration {
  foregroundIou: number;
  backgroundIou: number;
  /** The RPN keeps, for every ground truth, the anchors that overlap it most even where that is little. */
  allowLowQualityMatches: boolean;
}

/**
 * For every box the index of its ground truth, `belowLowThreshold` (background) or `betweenThresholds` (ignored).
 * Without ground truth everything is background.
 *
 * @param boxesXyxyPx `[n, 4]`: anchors or proposals
 * @param truthXyxyPx `[m, 4]`
 * @returns `[n]`
 */
export function matchBoxes(
  boxesXyxyPx: Float32Array,
  truthXyxyPx: Float32Array,
  configuration: MatcherConfiguration,
): Int32Array {
  const boxes = boxesXyxyPx.length / 4;
  const truths = truthXyxyPx.length / 4;
  const matches = new Int32Array(boxes).fill(belowLowThreshold);
  if (truths === 0) return matches;

  const best = new Int32Array(boxes);
  const bestIou = new Float32Array(boxes);
  const overlaps = configuration.allowLowQualityMatches ? new Float32Array(boxes * truths) : null;
  const highest = new Float32Array(truths);
  for (let truth = 0; truth < truths; truth++) {
    for (let box = 0; box < boxes; box++) {
      const iou = Math.fround(boxIou(truthXyxyPx, truth, boxesXyxyPx, box));
      if (overlaps !== null) overlaps[truth * boxes + box] = iou;
      if (iou > (bestIou[box] as number)) {
        bestIou[box] = iou;
        best[box] = truth;
      }
      if (iou > (highest[truth] as number)) highest[truth] = iou;
    }
  }
  for (let box = 0; box < boxes; box++) {
    const iou = bestIou[box] as number;
    if (iou >= configuration.foregroundIou) matches[box] = best[box] as number;
    else if (iou >= configuration.backgroundIou) matches[box] = betweenThresholds;
  }
  if (overlaps !== null) {
    // As torchvision: the box gets back its own best ground truth, which need not be the one that reclaimed it.
    for (let truth = 0; truth < truths; truth++) {
      for (let box = 0; box < boxes; box++) {
        if (overlaps[truth * boxes + box] === highest[truth]) matches[box] = best[box] as number;
      }
    }
  }
  return matches;
}
