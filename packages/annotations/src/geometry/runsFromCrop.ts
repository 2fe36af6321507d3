import type { RunLengths } from "./runLengths.ts";

export interface MaskCrop {
  /** heightPx * widthPx values, pixel (y, x) at `y * widthPx + x`; non-zero is foreground. */
  readonly maskRowMajor: ArrayLike<number>;
  readonly heightPx: number;
  readonly widthPx: number;
  /** Column and row of the image where the crop's first pixel lies; whole numbers, may be negative. */
  readonly leftPx: number;
  readonly topPx: number;
}

/** A small mask placed on an image, without unpacking the image; what reaches outside is cut off. */
export function runsFromCrop(crop: MaskCrop, heightPx: number, widthPx: number): RunLengths {
  const rowStart = Math.max(0, -crop.topPx);
  const rowEnd = Math.min(crop.heightPx, heightPx - crop.topPx);
  const columnStart = Math.max(0, -crop.leftPx);
  const columnEnd = Math.min(crop.widthPx, widthPx - crop.leftPx);
  const counts: number[] = [];
  // End of the last foreground run; a run that begins there goes on with it.
  let end = 0;
  for (let column = columnStart; column < columnEnd; column++) {
    const origin = (crop.leftPx + column) * heightPx + crop.topPx;
    for (let row = rowStart; row < rowEnd; row++) {
      if (crop.maskRowMajor[row * crop.widthPx + column] === 0) continue;
      const position = origin + row;
      if (counts.length > 0 && position === end) counts[counts.length - 1] = (counts.at(-1) as number) + 1;
      else counts.push(position - end, 1);
      end = position + 1;
    }
  }
  const rest = heightPx * widthPx - end;
  if (rest > 0 || counts.length === 0) counts.push(rest);
  return { heightPx, widthPx, counts: Uint32Array.from(counts) };
}
