import type { Rle } from "../document/types.ts";
import { maskRowMajorFromRle, rleFromMaskRowMajor } from "./rle.ts";

/** A mask on an image of another size: each pixel is what lies under its centre. */
export function scaleRle(rle: Rle, heightPx: number, widthPx: number): Rle {
  const [fromHeightPx, fromWidthPx] = rle.size;
  if (fromHeightPx === heightPx && fromWidthPx === widthPx) return rle;
  const from = maskRowMajorFromRle(rle);
  const mask = new Uint8Array(heightPx * widthPx);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor(((y + 0.5) * fromHeightPx) / heightPx) * fromWidthPx;
    for (let x = 0; x < widthPx; x++) {
      mask[y * widthPx + x] = from[row + Math.floor(((x + 0.5) * fromWidthPx) / widthPx)] as number;
    }
  }
  return rleFromMaskRowMajor(mask, heightPx, widthPx);
}
