import { maskFromGeometry } from "@maskyard/annotations";
import type { TrainingTarget } from "@maskyard/model";
import type { LearnableAnnotation } from "./trainingSet.ts";

export interface BuiltTarget {
  target: TrainingTarget;
  /** Annotations left out because no pixel of the image lies within their geometry. */
  emptyMaskCount: number;
}

/**
 * Boxes, labels and masks of one image's annotations, in its own upright pixels. Boxes are clipped to the image; an
 * annotation that covers no pixel centre is left out.
 */
export function buildTarget(
  annotations: readonly LearnableAnnotation[],
  heightPx: number,
  widthPx: number,
): BuiltTarget {
  const boxes: number[] = [];
  const labels: number[] = [];
  const masks: Uint8Array[] = [];
  let emptyMaskCount = 0;
  for (const { geometry, boxXywhPx, label } of annotations) {
    const mask = maskFromGeometry(geometry, boxXywhPx, heightPx, widthPx);
    if (!mask.includes(1)) {
      emptyMaskCount++;
      continue;
    }
    const [x, y, width, height] = boxXywhPx;
    boxes.push(Math.max(x, 0), Math.max(y, 0), Math.min(x + width, widthPx), Math.min(y + height, heightPx));
    labels.push(label);
    masks.push(mask);
  }
  return {
    target: { boxesXyxyPx: Float32Array.from(boxes), labels: Int32Array.from(labels), masks },
    emptyMaskCount,
  };
}
