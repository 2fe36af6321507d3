import type { RunLengths } from "../../geometry/runLengths.ts";
import { runsBoxXywhPx } from "../../geometry/runsBoxXywhPx.ts";
import type { MaskCrop } from "../../geometry/runsFromCrop.ts";

/** The smallest part of a mask that holds all its pixels, and where it lies; values 0 and 1. The image is not unpacked. */
export function cropOfRuns(runs: RunLengths): MaskCrop & { readonly maskRowMajor: Uint8Array } {
  const [leftPx, topPx, widthPx, heightPx] = runsBoxXywhPx(runs);
  const maskRowMajor = new Uint8Array(widthPx * heightPx);
  let position = 0;
  runs.counts.forEach((run, i) => {
    if (i % 2 === 1) {
      let x = Math.floor(position / runs.heightPx);
      let y = position - x * runs.heightPx;
      for (let rest = run; rest > 0; rest--) {
        maskRowMajor[(y - topPx) * widthPx + x - leftPx] = 1;
        if (++y === runs.heightPx) {
          y = 0;
          x++;
        }
      }
    }
    position += run;
  });
  return { maskRowMajor, widthPx, heightPx, leftPx, topPx };
}
