import type { SampleWindow, SizePx } from "@maskyard/annotations";

/** For each place of a line, the source places it is made of and their weights; empty outside the picture. */
interface Taps {
  first: Int32Array;
  weights: Float32Array[];
}

/**
 * A window of the scaled picture, by a triangle filter about half-pixel centres that grows with the reduction: PIL's BILINEAR
 * and torch's `interpolate(mode="bilinear", antialias=True)`, which torchvision's ScaleJitter uses.
 *
 * @param pixels RGB, row-major
 * @param fill of the pixels outside
 */
export function resamplePixels(
  pixels: Uint8Array,
  size: SizePx,
  window: SampleWindow,
  fill: readonly [number, number, number],
): Uint8Array {
  const columns = tapsOf(size.widthPx, window.scaledWidthPx, window.leftPx, window.widthPx);
  const rows = tapsOf(size.heightPx, window.scaledHeightPx, window.topPx, window.heightPx);
  const [firstRow, endRow] = extentOf(rows);
  const narrowed = narrowRows(pixels, size.widthPx, columns, firstRow, endRow);
  const lineLength = window.widthPx * 3;
  const result = new Uint8Array(window.heightPx * lineLength);
  const sums = new Float32Array(lineLength);
  const visible = columns.weights.findIndex((weights) => weights.length === 0);
  const visibleLength = (visible === -1 ? window.widthPx : visible) * 3;
  for (let row = 0; row < window.heightPx; row++) {
    const weights = rows.weights[row] as Float32Array;
    const first = (rows.first[row] as number) - firstRow;
    sums.fill(0);
    weights.forEach((weight, tap) => {
      const start = (first + tap) * lineLength;
      for (let at = 0; at < visibleLength; at++)
        sums[at] = (sums[at] as number) + weight * (narrowed[start + at] as number);
    });
    const start = row * lineLength;
    const seen = weights.length === 0 ? 0 : visibleLength;
    for (let at = 0; at < seen; at++) result[start + at] = Math.min(255, Math.floor((sums[at] as number) + 0.5));
    for (let at = seen; at < lineLength; at++) result[start + at] = fill[at % 3] as number;
  }
  return result;
}

/** A window of a scaled mask, by the nearest pixel centre; 0 outside. */
export function resampleMask(mask: Uint8Array, size: SizePx, window: SampleWindow): Uint8Array {
  const columns = nearestOf(size.widthPx, window.scaledWidthPx, window.leftPx, window.widthPx);
  const rows = nearestOf(size.heightPx, window.scaledHeightPx, window.topPx, window.heightPx);
  const result = new Uint8Array(window.heightPx * window.widthPx);
  rows.forEach((sourceRow, row) => {
    if (sourceRow < 0) return;
    const from = sourceRow * size.widthPx;
    const to = row * window.widthPx;
    for (let column = 0; column < window.widthPx; column++) {
      const sourceColumn = columns[column] as number;
      if (sourceColumn >= 0) result[to + column] = mask[from + sourceColumn] as number;
    }
  });
  return result;
}

/** Every needed source row, already at the window's width: `[endRow - firstRow, widthPx, 3]`. */
function narrowRows(
  pixels: Uint8Array,
  widthPx: number,
  columns: Taps,
  firstRow: number,
  endRow: number,
): Float32Array {
  const lineLength = columns.weights.length * 3;
  const narrowed = new Float32Array((endRow - firstRow) * lineLength);
  for (let row = firstRow; row < endRow; row++) {
    const source = row * widthPx * 3;
    let to = (row - firstRow) * lineLength;
    for (let column = 0; column < columns.weights.length; column++, to += 3) {
      const weights = columns.weights[column] as Float32Array;
      let from = source + (columns.first[column] as number) * 3;
      let [red, green, blue] = [0, 0, 0];
      for (let tap = 0; tap < weights.length; tap++, from += 3) {
        const weight = weights[tap] as number;
        red += weight * (pixels[from] as number);
        green += weight * (pixels[from + 1] as number);
        blue += weight * (pixels[from + 2] as number);
      }
      narrowed[to] = red;
      narrowed[to + 1] = green;
      narrowed[to + 2] = blue;
    }
  }
  return narrowed;
}

function tapsOf(length: number, scaledLength: number, offset: number, windowLength: number): Taps {
  const ratio = length / scaledLength;
  const support = Math.max(1, ratio);
  const first = new Int32Array(windowLength);
  const weights = Array.from({ length: windowLength }, (_, place) => {
    const scaledPlace = place + offset;
    if (scaledPlace >= scaledLength) return new Float32Array(0);
    const centre = (scaledPlace + 0.5) * ratio;
    const from = Math.max(0, Math.floor(centre - support + 0.5));
    const to = Math.min(length, Math.floor(centre + support + 0.5));
    first[place] = from;
    const raw = Array.from({ length: to - from }, (_, tap) =>
      Math.max(0, 1 - Math.abs((from + tap + 0.5 - centre) / support)),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return Float32Array.from(raw, (weight) => weight / sum);
  });
  return { first, weights };
}

function extentOf({ first, weights }: Taps): [first: number, end: number] {
  let [least, end] = [Number.POSITIVE_INFINITY, 0];
  weights.forEach((taps, place) => {
    if (taps.length === 0) return;
    least = Math.min(least, first[place] as number);
    end = Math.max(end, (first[place] as number) + taps.length);
  });
  return [Math.min(least, end), end];
}

/** The source place of each place of the window; -1 outside. */
function nearestOf(length: number, scaledLength: number, offset: number, windowLength: number): Int32Array {
  return Int32Array.from({ length: windowLength }, (_, place) => {
    const scaledPlace = place + offset;
    return scaledPlace >= scaledLength
      ? -1
      : Math.min(length - 1, Math.floor(((scaledPlace + 0.5) * length) / scaledLength));
  });
}
