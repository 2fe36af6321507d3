/** Ren et al. 2015, eq. 2; torchvision/models/detection/_utils.py: BoxCoder. */

export type BoxCodeWeights = readonly [number, number, number, number];

/** torchvision's bbox_xform_clip: a box grows at most 1000/16-fold. */
const maxLogScale = Math.log(1000 / 16);

/**
 * What the box regression must predict to turn `reference` into `target`: (dx, dy, dw, dh), each times its weight.
 *
 * @param targets `[n, 4]` x1, y1, x2, y2
 * @param references `[n, 4]`: anchors or proposals
 * @returns `[n, 4]`
 */
export function encodeBoxes(targets: Float32Array, references: Float32Array, weights: BoxCodeWeights): Float32Array {
  const deltas = new Float32Array(references.length);
  for (let offset = 0; offset < references.length; offset += 4) {
    const width = (references[offset + 2] as number) - (references[offset] as number);
    const height = (references[offset + 3] as number) - (references[offset + 1] as number);
    const targetWidth = (targets[offset + 2] as number) - (targets[offset] as number);
    const targetHeight = (targets[offset + 3] as number) - (targets[offset + 1] as number);
    const shiftX = (targets[offset] as number) + 0.5 * targetWidth - ((references[offset] as number) + 0.5 * width);
    const shiftY =
      (targets[offset + 1] as number) + 0.5 * targetHeight - ((references[offset + 1] as number) + 0.5 * height);
    deltas[offset] = (weights[0] * shiftX) / width;
    deltas[offset + 1] = (weights[1] * shiftY) / height;
    deltas[offset + 2] = weights[2] * Math.log(targetWidth / width);
    deltas[offset + 3] = weights[3] * Math.log(targetHeight / height);
  }
  return deltas;
}

/**
 * Applies the deltas at `deltaOffset` to the reference box at `referenceOffset` and writes x1, y1, x2, y2 at
 * `resultOffset`.
 */
export function decodeBoxInto(
  result: Float32Array,
  resultOffset: number,
  deltas: Float32Array,
  deltaOffset: number,
  references: Float32Array,
  referenceOffset: number,
  weights: BoxCodeWeights,
): void {
  const left = references[referenceOffset] as number;
  const top = references[referenceOffset + 1] as number;
  const width = (references[referenceOffset + 2] as number) - left;
  const height = (references[referenceOffset + 3] as number) - top;
  const centerX = ((deltas[deltaOffset] as number) / weights[0]) * width + left + 0.5 * width;
  const centerY = ((deltas[deltaOffset + 1] as number) / weights[1]) * height + top + 0.5 * height;
  const halfWidth = 0.5 * Math.exp(Math.min((deltas[deltaOffset + 2] as number) / weights[2], maxLogScale)) * width;
  const halfHeight = 0.5 * Math.exp(Math.min((deltas[deltaOffset + 3] as number) / weights[3], maxLogScale)) * height;
  result[resultOffset] = centerX - halfWidth;
  result[resultOffset + 1] = centerY - halfHeight;
  result[resultOffset + 2] = centerX + halfWidth;
  result[resultOffset + 3] = centerY + halfHeight;
}

/** Moves the box at `offset` into an image of this size. */
export function clipBox(boxesXyxyPx: Float32Array, offset: number, heightPx: number, widthPx: number): void {
  boxesXyxyPx[offset] = clamp(boxesXyxyPx[offset] as number, widthPx);
  boxesXyxyPx[offset + 1] = clamp(boxesXyxyPx[offset + 1] as number, heightPx);
  boxesXyxyPx[offset + 2] = clamp(boxesXyxyPx[offset + 2] as number, widthPx);
  boxesXyxyPx[offset + 3] = clamp(boxesXyxyPx[offset + 3] as number, heightPx);
}

function clamp(value: number, limit: number): number {
  return Math.min(Math.max(value, 0), limit);
}
