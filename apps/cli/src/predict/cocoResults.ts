import { rleFromMaskRowMajor } from "@maskyard/annotations";
import type { Detection, TrainingImage } from "@maskyard/model";

/** A detection as COCO's results have it, with the image's path and the category's name. */
export interface CocoResult {
  readonly image: string;
  readonly category_id: number;
  readonly category: string;
  /** x, y, width, height in pixels of the upright image. */
  readonly bbox: readonly [number, number, number, number];
  readonly score: number;
  readonly segmentation: { readonly size: readonly [number, number]; readonly counts: string };
}

/** Detections of one image; `classNames[label - 1]` names a label. */
export function cocoResults(
  image: string,
  { heightPx, widthPx }: TrainingImage,
  detections: readonly Detection[],
  classNames: readonly string[],
): CocoResult[] {
  return detections.map((detection) => {
    const [x1, y1, x2, y2] = detection.boxXyxyPx;
    return {
      image,
      category_id: detection.label,
      category: classNames[detection.label - 1] ?? String(detection.label),
      bbox: [x1, y1, x2 - x1, y2 - y1],
      score: detection.score,
      segmentation: rleFromMaskRowMajor(detection.mask(), heightPx, widthPx),
    };
  });
}
