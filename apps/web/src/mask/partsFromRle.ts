import { polygonFromMask, runsBoxXywhPx, runsFromRle, simplifyRing } from "@maskyard/annotations";
import type { MaskGeometry, Ring } from "./types.ts";

/** Corners of a pixel staircase lie at most 0.71 px off its diagonal: this much simplification draws it as a line. */
const DISPLAY_TOLERANCE_PX = 0.75;

/**
 * The outlines of a run-length mask in image pixels, for drawing: so that masks of both kinds scale crisply. Only the
 * mask's own box is decoded, which keeps a small mask on a large photograph cheap.
 */
export function partsFromRle(rle: NonNullable<MaskGeometry["rle"]>): MaskGeometry["parts"] {
  const runs = runsFromRle({ size: [rle.heightPx, rle.widthPx], counts: rle.counts });
  const [left, top, widthPx, heightPx] = runsBoxXywhPx(runs);
  if (widthPx === 0 || heightPx === 0) return [];

  const mask = new Uint8Array(widthPx * heightPx);
  let position = 0;
  for (let run = 0; run < runs.counts.length; run++) {
    const end = position + (runs.counts[run] as number);
    if (run % 2 === 1) {
      for (let at = position; at < end; at++) {
        const x = Math.floor(at / runs.heightPx);
        mask[(at - x * runs.heightPx - top) * widthPx + (x - left)] = 1;
      }
    }
    position = end;
  }

  const toImage = (ring: Ring): Ring =>
    simplifyRing(ring, DISPLAY_TOLERANCE_PX).map((value, i) => value + (i % 2 === 0 ? left : top));
  return polygonFromMask(mask, heightPx, widthPx).parts.map(({ outer, holes }) => ({
    outer: toImage(outer),
    holes: holes.map(toImage),
  }));
}
