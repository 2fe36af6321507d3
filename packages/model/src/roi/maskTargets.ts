/**
 * torchvision/models/detection/roi_heads.py: project_masks_on_boxes, on the masks as transform.py resizes them.
 *
 * A target is the RoIAlign of a ground truth mask, with an adaptive grid (sampling_ratio -1: about one sample a pixel) and
 * no threshold: about a tenth of its values are fractions.
 */

export interface MaskFrame {
  /** Of the ground truth masks. */
  heightPx: number;
  widthPx: number;
  /** The image's size within the padded batch: boxes are in its pixels. */
  resizedHeightPx: number;
  resizedWidthPx: number;
}

/**
 * @param mask `heightPx` x `widthPx`, row-major, 0 or 1
 * @param boxXyxyPx Four numbers, in pixels of the padded batch
 * @returns `[size, size]`, 0..1
 */
export function maskTarget(
  mask: Uint8Array,
  boxXyxyPx: ArrayLike<number>,
  size: number,
  frame: MaskFrame,
): Float32Array {
  const [x1, y1, x2, y2] = [boxXyxyPx[0], boxXyxyPx[1], boxXyxyPx[2], boxXyxyPx[3]] as [number, number, number, number];
  const rows = sampleAxis(y1, y2, size, frame.resizedHeightPx, frame.heightPx);
  const columns = sampleAxis(x1, x2, size, frame.resizedWidthPx, frame.widthPx);
  const target = new Float32Array(size * size);
  // The samples form a grid, so the sum separates: first along x for each sample row, then along y.
  const alongX = new Float32Array(size);
  for (let binY = 0; binY < size; binY++) {
    for (let tap = rows.firstTap[binY] as number; tap < (rows.firstTap[binY + 1] as number); tap++) {
      const weightY = rows.weight[tap] as number;
      const rowStart = (rows.source[tap] as number) * frame.widthPx;
      sumRow(mask, rowStart, columns, alongX);
      for (let binX = 0; binX < size; binX++) {
        target[binY * size + binX] = (target[binY * size + binX] as number) + weightY * (alongX[binX] as number);
      }
    }
  }
  return target;
}

/** For each bin, which source pixels count and how much; a bin's weights sum to 1 inside the image. */
interface AxisTaps {
  /** `[size + 1]`: bin b owns the taps from firstTap[b] up to firstTap[b + 1]. */
  firstTap: Int32Array;
  source: Int32Array;
  weight: Float32Array;
}

function sampleAxis(start: number, end: number, size: number, resizedPx: number, sourcePx: number): AxisTaps {
  // Single precision, as torchvision computes it: a box of 28 pixels and a millionth has two samples a bin, not one.
  const extent = Math.max(Math.fround(end - start), 1);
  const binSize = Math.fround(extent / size);
  const samples = Math.ceil(binSize);
  // As torch.nn.functional.interpolate(mode="nearest") picks the source of a resized pixel, again in single precision.
  const sourceStep = Math.fround(sourcePx / resizedPx);
  const firstTap = new Int32Array(size + 1);
  const source: number[] = [];
  const weight: number[] = [];
  const add = (pixel: number, amount: number) => {
    const nearest = Math.min(Math.floor(Math.fround(pixel * sourceStep)), sourcePx - 1);
    const last = source.length - 1;
    if (last >= 0 && last >= (firstTap[bin] as number) && source[last] === nearest) {
      weight[last] = (weight[last] as number) + amount;
    } else {
      source.push(nearest);
      weight.push(amount);
    }
  };
  let bin = 0;
  for (; bin < size; bin++) {
    firstTap[bin] = source.length;
    for (let sample = 0; sample < samples; sample++) {
      let position = start + bin * binSize + ((sample + 0.5) * binSize) / samples;
      if (position < -1 || position > resizedPx) continue;
      position = Math.max(position, 0);
      const low = Math.min(Math.floor(position), resizedPx - 1);
      const high = Math.min(low + 1, resizedPx - 1);
      const fraction = low >= resizedPx - 1 ? 0 : position - low;
      if (fraction < 1) add(low, (1 - fraction) / samples);
      if (fraction > 0) add(high, fraction / samples);
    }
  }
  firstTap[size] = source.length;
  return { firstTap, source: Int32Array.from(source), weight: Float32Array.from(weight) };
}

function sumRow(mask: Uint8Array, rowStart: number, columns: AxisTaps, result: Float32Array): void {
  const { firstTap, source, weight } = columns;
  for (let bin = 0; bin < result.length; bin++) {
    let sum = 0;
    const end = firstTap[bin + 1] as number;
    for (let tap = firstTap[bin] as number; tap < end; tap++) {
      if (mask[rowStart + (source[tap] as number)] !== 0) sum += weight[tap] as number;
    }
    result[bin] = sum;
  }
}
