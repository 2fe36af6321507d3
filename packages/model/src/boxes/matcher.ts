/** torchvision/models/detection/_utils.py: Matcher. */
import { boxArea } from "./boxArea.ts";

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
  const reclaimed = configuration.allowLowQualityMatches ? new Set<number>() : null;
  for (let truth = 0; truth < truths; truth++) {
    const closest = compareWithTruth(boxesXyxyPx, truthXyxyPx, truth, { best, bestIou });
    // As torchvision: every box is closest to a ground truth that none overlaps.
    if (closest === null) for (let box = 0; box < boxes; box++) reclaimed?.add(box);
    else for (const box of closest) reclaimed?.add(box);
  }
  for (let box = 0; box < boxes; box++) {
    const iou = bestIou[box] as number;
    if (iou >= configuration.foregroundIou) matches[box] = best[box] as number;
    else if (iou >= configuration.backgroundIou) matches[box] = betweenThresholds;
  }
  // As torchvision: the box gets back its own best ground truth, which need not be the one that reclaimed it.
  if (reclaimed !== null) for (const box of reclaimed) matches[box] = best[box] as number;
  return matches;
}

/**
 * Compares all boxes with one ground truth and writes where it is the best so far. Tens of thousands of anchors are compared with every object
 * of an image: hence no call and no read of what stays the same within.
 *
 * @returns The boxes that overlap it most, null where none overlaps it
 */
function compareWithTruth(
  boxesXyxyPx: Float32Array,
  truthXyxyPx: Float32Array,
  truth: number,
  { best, bestIou }: { best: Int32Array; bestIou: Float32Array },
): number[] | null {
  const [x1, y1, x2, y2] = truthXyxyPx.subarray(truth * 4, truth * 4 + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const area = boxArea(truthXyxyPx, truth);
  const closest: number[] = [];
  let highest = 0;
  for (let box = 0, offset = 0; box < best.length; box++, offset += 4) {
    const boxX1 = boxesXyxyPx[offset] as number;
    const boxX2 = boxesXyxyPx[offset + 2] as number;
    const width = Math.min(x2, boxX2) - Math.max(x1, boxX1);
    if (width <= 0) continue;
    const boxY1 = boxesXyxyPx[offset + 1] as number;
    const boxY2 = boxesXyxyPx[offset + 3] as number;
    const height = Math.min(y2, boxY2) - Math.max(y1, boxY1);
    if (height <= 0) continue;
    const intersection = width * height;
    const iou = Math.fround(intersection / (area + (boxX2 - boxX1) * (boxY2 - boxY1) - intersection));
    if (iou > (bestIou[box] as number)) {
      bestIou[box] = iou;
      best[box] = truth;
    }
    if (iou < highest) continue;
    if (iou > highest) closest.length = 0;
    highest = iou;
    closest.push(box);
  }
  return highest === 0 ? null : closest;
}
