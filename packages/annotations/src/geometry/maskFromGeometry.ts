import type { BoxXywhPx, Geometry } from "../document/types.ts";
import { maskRowMajorFromRuns } from "./runLengths.ts";
import { runsFromGeometry } from "./runsFromGeometry.ts";

/**
 * An annotation drawn on its image, pixel for pixel as the COCO API draws it.
 *
 * @param boxXywhPx the annotation's box; used by geometry `box` only.
 * @returns heightPx * widthPx values of 0 and 1, row-major: pixel (y, x) at `y * widthPx + x`.
 * @throws RangeError on coordinates that are not finite, or run lengths of another size than the image.
 */
export function maskFromGeometry(
  geometry: Geometry,
  boxXywhPx: BoxXywhPx,
  heightPx: number,
  widthPx: number,
): Uint8Array {
  return maskRowMajorFromRuns(runsFromGeometry(geometry, boxXywhPx, heightPx, widthPx));
}
