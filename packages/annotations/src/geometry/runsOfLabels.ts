import type { RunLengths } from "./runLengths.ts";

/**
 * The pixels of every label at once, in one walk over the image however many labels there are.
 * @param labelsRowMajor pixel (y, x) at `y * widthPx + x`: whole numbers from 1 to `count`, 0 is no label.
 * @returns the mask of label i + 1 at i.
 */
export function runsOfLabels(
  labelsRowMajor: ArrayLike<number>,
  count: number,
  heightPx: number,
  widthPx: number,
): RunLengths[] {
  const total = heightPx * widthPx;
  const counts: number[][] = Array.from({ length: count }, () => []);
  /** Where the last run of each label ends, in column-major order. */
  const ends = new Float64Array(count);
  let position = 0;
  for (let x = 0; x < widthPx; x++) {
    for (let y = 0; y < heightPx; ) {
      const label = labelsRowMajor[y * widthPx + x] as number;
      const start = position;
      while (y < heightPx && labelsRowMajor[y * widthPx + x] === label) {
        y++;
        position++;
      }
      if (label === 0) continue;
      const runs = counts[label - 1] as number[];
      const end = ends[label - 1] as number;
      // What begins where the run before ended, at the foot of the column before, goes on with it.
      if (runs.length > 0 && end === start) runs[runs.length - 1] = (runs.at(-1) as number) + position - start;
      else runs.push(start - end, position - start);
      ends[label - 1] = position;
    }
  }
  return counts.map((runs, i) => {
    const rest = total - (ends[i] as number);
    if (rest > 0 || runs.length === 0) runs.push(rest);
    return { heightPx, widthPx, counts: Uint32Array.from(runs) };
  });
}
