import type { RunLengths } from "./runLengths.ts";

export type MergeOperation = "union" | "intersection" | "difference";

/**
 * Combines masks of one size from left to right; `difference` takes every later mask away from the first.
 * @throws RangeError without a mask, or when sizes differ.
 */
export function mergeRuns(masks: readonly RunLengths[], operation: MergeOperation): RunLengths {
  const first = masks[0];
  if (first === undefined) throw new RangeError("mergeRuns: expected at least one mask, got none");
  if (operation !== "difference" || masks.length < 3) return mergeAll(masks, 0, masks.length, operation);
  return mergeTwo(first, mergeAll(masks, 1, masks.length, "union"), operation);
}

/** By halves, so that thousands of masks are each gone through a few times and not once for every other. */
function mergeAll(masks: readonly RunLengths[], from: number, to: number, operation: MergeOperation): RunLengths {
  if (to - from === 1) return masks[from] as RunLengths;
  const middle = (from + to) >> 1;
  return mergeTwo(mergeAll(masks, from, middle, operation), mergeAll(masks, middle, to, operation), operation);
}

function mergeTwo(a: RunLengths, b: RunLengths, operation: MergeOperation): RunLengths {
  if (a.heightPx !== b.heightPx || a.widthPx !== b.widthPx) {
    throw new RangeError(
      `mergeRuns: expected masks of one size, got ${a.heightPx} x ${a.widthPx} and ${b.heightPx} x ${b.widthPx}`,
    );
  }
  const total = a.heightPx * a.widthPx;
  const counts: number[] = [];
  let indexA = 0;
  let indexB = 0;
  let leftA = a.counts[0] ?? total;
  let leftB = b.counts[0] ?? total;
  let value = false;
  let run = 0;
  let position = 0;
  while (position < total) {
    while (leftA === 0) leftA = a.counts[++indexA] ?? total - position;
    while (leftB === 0) leftB = b.counts[++indexB] ?? total - position;
    const step = Math.min(leftA, leftB);
    const inA = indexA % 2 === 1;
    const inB = indexB % 2 === 1;
    const inMerged = operation === "union" ? inA || inB : operation === "intersection" ? inA && inB : inA && !inB;
    if (inMerged !== value) {
      counts.push(run);
      run = 0;
      value = inMerged;
    }
    run += step;
    position += step;
    leftA -= step;
    leftB -= step;
  }
  counts.push(run);
  return { heightPx: a.heightPx, widthPx: a.widthPx, counts: Uint32Array.from(counts) };
}
