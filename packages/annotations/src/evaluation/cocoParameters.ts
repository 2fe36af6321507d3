/** IoU .50:.05:.95, computed as numpy's linspace does, which pycocotools uses. */
export const IOU_THRESHOLDS: readonly number[] = Array.from({ length: 10 }, (_, i) =>
  i === 9 ? 0.95 : 0.5 + i * ((0.95 - 0.5) / 9),
);
export const IOU_50_INDEX = 0;
export const IOU_75_INDEX = 5;

/** Recalls at which precision is read: i * 0.01. */
export const RECALL_THRESHOLDS: readonly number[] = Array.from({ length: 101 }, (_, i) => i * 0.01);

/** Inclusive at both ends, so that an area of exactly 32 * 32 is both small and medium. */
export const AREA_RANGES_PX: readonly (readonly [number, number])[] = [
  [0, 1e10],
  [0, 32 ** 2],
  [32 ** 2, 96 ** 2],
  [96 ** 2, 1e10],
];
export const AREA_ALL = 0;

/** Detections an image and category that count, best first. */
export const DETECTION_LIMITS: readonly number[] = [1, 10, 100];
export const DETECTION_LIMIT_MAX = 100;
