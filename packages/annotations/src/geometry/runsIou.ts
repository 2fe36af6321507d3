import type { RunLengths } from "./runLengths.ts";
import { runsAreaPx } from "./runsAreaPx.ts";

/**
 * Intersection over union of two masks, without unpacking them. Against a crowd region the union is the detection's
 * own area. 0 where they do not meet.
 * @throws RangeError when sizes differ.
 */
export function runsIou(detection: RunLengths, groundTruth: RunLengths, isCrowd = false): number {
  if (detection.heightPx !== groundTruth.heightPx || detection.widthPx !== groundTruth.widthPx) {
    throw new RangeError(
      `runsIou: expected masks of one size, got ${detection.heightPx} x ${detection.widthPx} and ` +
        `${groundTruth.heightPx} x ${groundTruth.widthPx}`,
    );
  }
  const intersection = runsIntersectionPx(detection, groundTruth);
  if (intersection === 0) return 0;
  const detectionArea = runsAreaPx(detection);
  return intersection / (isCrowd ? detectionArea : detectionArea + runsAreaPx(groundTruth) - intersection);
}

/** The number of pixels two masks share: their lists of foreground runs walked side by side. */
export function runsIntersectionPx(first: RunLengths, second: RunLengths): number {
  const a = first.counts;
  const b = second.counts;
  let indexA = 1;
  let indexB = 1;
  let startA = a[0] ?? 0;
  let startB = b[0] ?? 0;
  let overlap = 0;
  while (indexA < a.length && indexB < b.length) {
    const endA = startA + (a[indexA] as number);
    const endB = startB + (b[indexB] as number);
    const shared = Math.min(endA, endB) - Math.max(startA, startB);
    if (shared > 0) overlap += shared;
    if (endA <= endB) {
      startA = endA + (a[indexA + 1] ?? 0);
      indexA += 2;
    } else {
      startB = endB + (b[indexB + 1] ?? 0);
      indexB += 2;
    }
  }
  return overlap;
}
