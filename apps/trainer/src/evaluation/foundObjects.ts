import { type Rle, rleFromMaskRowMajor } from "@maskyard/annotations";
import type { Detection } from "@maskyard/model";

/** A detection as it is stored and evaluated; upright image pixels. */
export interface FoundObject {
  label: number;
  score: number;
  boxXywhPx: [x: number, y: number, width: number, height: number];
  rle: Rle;
}

/** Pastes each detection's mask into its image and keeps it as run lengths: a whole mask at a time, never all of them. */
export function toFoundObjects(detections: Detection[], heightPx: number, widthPx: number): FoundObject[] {
  return detections.map(({ boxXyxyPx: [x1, y1, x2, y2], label, score, mask }) => ({
    label,
    score,
    boxXywhPx: [x1, y1, x2 - x1, y2 - y1],
    rle: rleFromMaskRowMajor(mask(), heightPx, widthPx),
  }));
}
