import type { BoxXywhPx } from "../document/types.ts";
import type { RunLengths } from "./runLengths.ts";

/** Tight box of the foreground; [0, 0, 0, 0] of an empty mask. */
export function runsBoxXywhPx(runs: RunLengths): BoxXywhPx {
  const { heightPx, counts } = runs;
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = -1;
  let bottom = -1;
  let position = 0;
  for (let j = 0; j < counts.length; j++) {
    const first = position;
    position += counts[j] as number;
    if (j % 2 === 0 || position === first) continue;
    const last = position - 1;
    const firstX = Math.floor(first / heightPx);
    const lastX = Math.floor(last / heightPx);
    left = Math.min(left, firstX);
    right = Math.max(right, lastX);
    if (firstX < lastX) {
      // A run that wraps to the next column touches the bottom of one and the top of the other.
      top = 0;
      bottom = heightPx - 1;
    } else {
      top = Math.min(top, first - firstX * heightPx);
      bottom = Math.max(bottom, last - lastX * heightPx);
    }
  }
  return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1];
}
