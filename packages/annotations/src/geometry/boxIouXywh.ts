import type { BoxXywhPx } from "../document/types.ts";

/**
 * Intersection over union of two boxes. Against a crowd region the union is the detection's own area, so that a
 * detection inside a crowd counts as fully matched.
 */
export function boxIouXywh(detection: BoxXywhPx, groundTruth: BoxXywhPx, isCrowd = false): number {
  const width =
    Math.min(detection[0] + detection[2], groundTruth[0] + groundTruth[2]) - Math.max(detection[0], groundTruth[0]);
  if (!(width > 0)) return 0;
  const height =
    Math.min(detection[1] + detection[3], groundTruth[1] + groundTruth[3]) - Math.max(detection[1], groundTruth[1]);
  if (!(height > 0)) return 0;
  const intersection = width * height;
  const detectionArea = detection[2] * detection[3];
  return intersection / (isCrowd ? detectionArea : detectionArea + groundTruth[2] * groundTruth[3] - intersection);
}
