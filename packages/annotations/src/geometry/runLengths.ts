/**
 * A binary mask as alternating run lengths, as the COCO API stores it.
 *
 * `counts` walks the mask column by column from the top-left pixel (column-major); `counts[0]` counts zeros and may be
 * 0, every odd entry counts ones. A complete mask's counts sum to `heightPx * widthPx`.
 */
export interface RunLengths {
  readonly heightPx: number;
  readonly widthPx: number;
  readonly counts: Uint32Array;
}

/**
 * @param maskColumnMajor heightPx * widthPx values, pixel (y, x) at `x * heightPx + y`; any non-zero value is foreground.
 */
export function runsFromMaskColumnMajor(
  maskColumnMajor: ArrayLike<number>,
  heightPx: number,
  widthPx: number,
): RunLengths {
  expectMaskLength("runsFromMaskColumnMajor", maskColumnMajor.length, heightPx, widthPx);
  const counts: number[] = [];
  let foreground = false;
  let run = 0;
  for (let i = 0; i < maskColumnMajor.length; i++) {
    if ((maskColumnMajor[i] !== 0) !== foreground) {
      counts.push(run);
      run = 0;
      foreground = !foreground;
    }
    run++;
  }
  counts.push(run);
  return { heightPx, widthPx, counts: Uint32Array.from(counts) };
}

/**
 * @param maskRowMajor heightPx * widthPx values, pixel (y, x) at `y * widthPx + x`; any non-zero value is foreground.
 */
export function runsFromMaskRowMajor(maskRowMajor: ArrayLike<number>, heightPx: number, widthPx: number): RunLengths {
  expectMaskLength("runsFromMaskRowMajor", maskRowMajor.length, heightPx, widthPx);
  const counts: number[] = [];
  let foreground = false;
  let run = 0;
  for (let x = 0; x < widthPx; x++) {
    for (let i = x; i < maskRowMajor.length; i += widthPx) {
      if ((maskRowMajor[i] !== 0) !== foreground) {
        counts.push(run);
        run = 0;
        foreground = !foreground;
      }
      run++;
    }
  }
  counts.push(run);
  return { heightPx, widthPx, counts: Uint32Array.from(counts) };
}

/** @returns heightPx * widthPx values of 0 and 1, pixel (y, x) at `x * heightPx + y`. */
export function maskColumnMajorFromRuns(runs: RunLengths): Uint8Array {
  const mask = new Uint8Array(runs.heightPx * runs.widthPx);
  let position = 0;
  for (let j = 0; j < runs.counts.length; j++) {
    const end = position + (runs.counts[j] as number);
    if (j % 2 === 1) mask.fill(1, position, end);
    position = end;
  }
  return mask;
}

/** @returns heightPx * widthPx values of 0 and 1, pixel (y, x) at `y * widthPx + x`. */
export function maskRowMajorFromRuns(runs: RunLengths): Uint8Array {
  const { heightPx, widthPx, counts } = runs;
  const mask = new Uint8Array(heightPx * widthPx);
  let position = 0;
  for (let j = 0; j < counts.length; j++) {
    const end = position + (counts[j] as number);
    if (j % 2 === 1) {
      let x = Math.floor(position / heightPx);
      let y = position - x * heightPx;
      for (let i = position; i < end; i++) {
        mask[y * widthPx + x] = 1;
        if (++y === heightPx) {
          y = 0;
          x++;
        }
      }
    }
    position = end;
  }
  return mask;
}

function expectMaskLength(caller: string, length: number, heightPx: number, widthPx: number): void {
  if (length !== heightPx * widthPx) {
    throw new RangeError(
      `${caller}: expected ${heightPx} x ${widthPx} = ${heightPx * widthPx} mask values, got ${length}`,
    );
  }
}
