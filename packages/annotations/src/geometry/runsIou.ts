import type { RunLengths } from "./runLengths.ts";

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
  const a = detection.counts;
  const b = groundTruth.counts;
  let areaA = 0;
  let areaB = 0;
  for (let j = 1; j < a.length; j += 2) areaA += a[j] as number;
  for (let j = 1; j < b.length; j += 2) areaB += b[j] as number;
  const intersection = intersectionPx(a, b);
  if (intersection === 0) return 0;
  return intersection / (isCrowd ? areaA : areaA + areaB - intersection);
}

/** Walks the two lists of foreground runs [start, end) side by side. */
function intersectionPx(a: Uint32Array, b: Uint32Array): number {
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
