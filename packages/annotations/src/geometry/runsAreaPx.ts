import type { RunLengths } from "./runLengths.ts";

/** Number of foreground pixels. */
export function runsAreaPx(runs: RunLengths): number {
  let area = 0;
  for (let j = 1; j < runs.counts.length; j += 2) area += runs.counts[j] as number;
  return area;
}
