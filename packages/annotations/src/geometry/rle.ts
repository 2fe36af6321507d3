import type { BoxXywhPx, Rle } from "../document/types.ts";
import {
  maskColumnMajorFromRuns,
  maskRowMajorFromRuns,
  type RunLengths,
  runsFromMaskColumnMajor,
  runsFromMaskRowMajor,
} from "./runLengths.ts";
import { runsAreaPx } from "./runsAreaPx.ts";
import { runsBoxXywhPx } from "./runsBoxXywhPx.ts";
import { runsFromString, runsToString } from "./runsString.ts";

/** Positions in a mask must fit in 32 bits. */
const PIXELS_MAX = 2 ** 32 - 1;

export function rleFromRuns(runs: RunLengths): Rle {
  return { size: [runs.heightPx, runs.widthPx], counts: runsToString(runs.counts) };
}

/** @throws RangeError when the text is malformed or its runs do not fill the image exactly. */
export function runsFromRle(rle: Rle): RunLengths {
  return checkedRuns(rle.size[0], rle.size[1], runsFromString(rle.counts));
}

/**
 * COCO's uncompressed form, `counts` as a list of numbers.
 * @throws RangeError when a run is no whole number of at least 0 or the runs do not fill the image exactly.
 */
export function runsFromCountList(counts: readonly number[], heightPx: number, widthPx: number): RunLengths {
  const bad = counts.findIndex((count) => !Number.isInteger(count) || count < 0 || count > 0xffffffff);
  if (bad >= 0) throw new RangeError(`run ${bad} is ${String(counts[bad])}, expected a whole number of at least 0`);
  return checkedRuns(heightPx, widthPx, Uint32Array.from(counts));
}

function checkedRuns(heightPx: number, widthPx: number, counts: Uint32Array): RunLengths {
  if (!Number.isInteger(heightPx) || !Number.isInteger(widthPx) || heightPx < 0 || widthPx < 0) {
    throw new RangeError(`mask size is ${heightPx} x ${widthPx}, expected whole numbers of at least 0`);
  }
  if (heightPx * widthPx > PIXELS_MAX)
    throw new RangeError(`mask size is ${heightPx} x ${widthPx}, which is too large`);
  let total = 0;
  for (const count of counts) total += count;
  if (total !== heightPx * widthPx) {
    throw new RangeError(`runs cover ${total} pixels, expected ${heightPx} x ${widthPx} = ${heightPx * widthPx}`);
  }
  return { heightPx, widthPx, counts };
}

/** @param maskRowMajor pixel (y, x) at `y * widthPx + x`; non-zero is foreground. */
export function rleFromMaskRowMajor(maskRowMajor: ArrayLike<number>, heightPx: number, widthPx: number): Rle {
  return rleFromRuns(runsFromMaskRowMajor(maskRowMajor, heightPx, widthPx));
}

/** @param maskColumnMajor pixel (y, x) at `x * heightPx + y`; non-zero is foreground. */
export function rleFromMaskColumnMajor(maskColumnMajor: ArrayLike<number>, heightPx: number, widthPx: number): Rle {
  return rleFromRuns(runsFromMaskColumnMajor(maskColumnMajor, heightPx, widthPx));
}

/** @returns values 0 and 1, pixel (y, x) at `y * widthPx + x`. */
export function maskRowMajorFromRle(rle: Rle): Uint8Array {
  return maskRowMajorFromRuns(runsFromRle(rle));
}

/** @returns values 0 and 1, pixel (y, x) at `x * heightPx + y`. */
export function maskColumnMajorFromRle(rle: Rle): Uint8Array {
  return maskColumnMajorFromRuns(runsFromRle(rle));
}

/** Number of foreground pixels. */
export function rleAreaPx(rle: Rle): number {
  return runsAreaPx(runsFromRle(rle));
}

/** Tight box of the foreground; [0, 0, 0, 0] of an empty mask. */
export function rleBoxXywhPx(rle: Rle): BoxXywhPx {
  return runsBoxXywhPx(runsFromRle(rle));
}
