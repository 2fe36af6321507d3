import { maskRowMajorFromRuns, type RunLengths } from "../../geometry/runLengths.ts";
import { runsBoxXywhPx } from "../../geometry/runsBoxXywhPx.ts";
import type { MaskCrop } from "../../geometry/runsFromCrop.ts";

/** The smallest part of a mask that holds all its pixels, and where it lies; values 0 and 1. */
export function cropOfRuns(runs: RunLengths): MaskCrop & { readonly maskRowMajor: Uint8Array } {
  const [leftPx, topPx, widthPx, heightPx] = runsBoxXywhPx(runs);
  const whole = maskRowMajorFromRuns(runs);
  const maskRowMajor = new Uint8Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    const start = (topPx + row) * runs.widthPx + leftPx;
    maskRowMajor.set(whole.subarray(start, start + widthPx), row * widthPx);
  }
  return { maskRowMajor, widthPx, heightPx, leftPx, topPx };
}
