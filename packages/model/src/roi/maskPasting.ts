/** torchvision/models/detection/roi_heads.py: expand_boxes, expand_masks and paste_mask_in_image. */

const paddingPx = 1;

/**
 * Pastes the mask head's probabilities for one box into a whole image, and keeps what passes the threshold.
 *
 * @param probabilities `[size, size]`, row-major
 * @param boxXyxyPx In the image's pixels
 * @returns `heightPx` x `widthPx`, row-major, 0 or 1
 */
export function pasteMask(
  probabilities: Float32Array,
  size: number,
  boxXyxyPx: ArrayLike<number>,
  heightPx: number,
  widthPx: number,
  threshold = 0.5,
): Uint8Array {
  const mask = new Uint8Array(heightPx * widthPx);
  const paddedSize = size + 2 * paddingPx;
  const padded = padWithZeros(probabilities, size);
  const [left, top, right, bottom] = expandBox(boxXyxyPx, paddedSize / size);
  // Corners are cut to whole pixels and both count as inside, hence the + 1.
  const pastedWidth = Math.max(right - left + 1, 1);
  const pastedHeight = Math.max(bottom - top + 1, 1);
  const columns = interpolationTaps(pastedWidth, paddedSize);
  const rows = interpolationTaps(pastedHeight, paddedSize);
  for (let y = Math.max(top, 0); y < Math.min(bottom + 1, heightPx); y++) {
    const row = y - top;
    const upper = (rows.low[row] as number) * paddedSize;
    const lower = (rows.high[row] as number) * paddedSize;
    const down = rows.fraction[row] as number;
    for (let x = Math.max(left, 0); x < Math.min(right + 1, widthPx); x++) {
      const column = x - left;
      const low = columns.low[column] as number;
      const high = columns.high[column] as number;
      const across = columns.fraction[column] as number;
      const upperValue = (padded[upper + low] as number) * (1 - across) + (padded[upper + high] as number) * across;
      const lowerValue = (padded[lower + low] as number) * (1 - across) + (padded[lower + high] as number) * across;
      if (upperValue * (1 - down) + lowerValue * down > threshold) mask[y * widthPx + x] = 1;
    }
  }
  return mask;
}

/** A border of zeros keeps the outermost probabilities from being stretched to the box's edge. */
function padWithZeros(probabilities: Float32Array, size: number): Float32Array {
  const paddedSize = size + 2 * paddingPx;
  const padded = new Float32Array(paddedSize * paddedSize);
  for (let row = 0; row < size; row++) {
    const from = row * size;
    padded.set(probabilities.subarray(from, from + size), (row + paddingPx) * paddedSize + paddingPx);
  }
  return padded;
}

/** Scales the box about its centre as much as the border enlarged the mask; corners cut towards zero. */
function expandBox(boxXyxyPx: ArrayLike<number>, scale: number): [number, number, number, number] {
  const [x1, y1, x2, y2] = [boxXyxyPx[0], boxXyxyPx[1], boxXyxyPx[2], boxXyxyPx[3]] as [number, number, number, number];
  const halfWidth = (x2 - x1) * 0.5 * scale;
  const halfHeight = (y2 - y1) * 0.5 * scale;
  const centerX = (x1 + x2) * 0.5;
  const centerY = (y1 + y2) * 0.5;
  return [
    Math.trunc(centerX - halfWidth),
    Math.trunc(centerY - halfHeight),
    Math.trunc(centerX + halfWidth),
    Math.trunc(centerY + halfHeight),
  ];
}

/** torch.nn.functional.interpolate(mode="bilinear", align_corners=False) along one axis. */
function interpolationTaps(outputs: number, inputs: number) {
  const low = new Int32Array(outputs);
  const high = new Int32Array(outputs);
  const fraction = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const position = Math.max(((output + 0.5) * inputs) / outputs - 0.5, 0);
    low[output] = Math.min(Math.floor(position), inputs - 1);
    high[output] = Math.min((low[output] as number) + 1, inputs - 1);
    fraction[output] = position - (low[output] as number);
  }
  return { low, high, fraction };
}
