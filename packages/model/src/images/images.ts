/** A decoded image: RGB, `heightPx` x `widthPx` x 3, row-major, upright. */
export interface TrainingImage {
  pixels: Uint8Array;
  heightPx: number;
  widthPx: number;
}

/** The ground truth of one image, in that image's own pixels. May be empty (n = 0). */
export interface TrainingTarget {
  /** `[n, 4]` as x1, y1, x2, y2. */
  boxesXyxyPx: Float32Array;
  /** `[n]`, 1 .. numClasses - 1; 0 is the background. */
  labels: Int32Array;
  /** n masks of `heightPx` x `widthPx`, row-major, 0 or 1. */
  masks: Uint8Array[];
}

/** One found object, in pixels of the image as it was given to `detect`. */
export interface Detection {
  boxXyxyPx: [number, number, number, number];
  /** 1 .. numClasses - 1. */
  label: number;
  /** 0 .. 1. */
  score: number;
  /** Pastes the mask when asked: `heightPx` x `widthPx` of the whole image, row-major, 0 or 1. */
  mask: () => Uint8Array;
  /** The mask head's probabilities for this box, `size` x `size`, row-major. */
  maskProbabilities: Float32Array;
  maskSize: number;
}

/** torchvision's names of the five losses, in its order. */
export const lossNames = [
  "loss_classifier",
  "loss_box_reg",
  "loss_mask",
  "loss_objectness",
  "loss_rpn_box_reg",
] as const;
export type LossName = (typeof lossNames)[number];
