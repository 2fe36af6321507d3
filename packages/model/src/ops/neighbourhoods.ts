import type { Tensor, Tensor2D, TensorFlow } from "../tensorFlow.ts";
import { gatherRows } from "./gatherRows.ts";
import { reshape } from "./reshape.ts";

/**
 * The nine cells around each cell, rows of a 3x3 filter in order.
 *
 * @param cells `[n]`, indices into N * H * W
 * @returns `[n * 9]` indices of the same kind, -1 outside the map
 */
export function neighbourhoodIndices(cells: Int32Array, height: number, width: number): Int32Array {
  const indices = new Int32Array(cells.length * 9);
  let offset = 0;
  for (const cell of cells) {
    const column = cell % width;
    const row = Math.floor(cell / width) % height;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const inside = row + dy >= 0 && row + dy < height && column + dx >= 0 && column + dx < width;
        indices[offset++] = inside ? cell + dy * width + dx : -1;
      }
    }
  }
  return indices;
}

/** `[N, H, W, C]` -> `[n, 9 * C]`: what a 3x3 filter sees at each cell, zeros outside the map. */
export function gatherNeighbourhoods(tf: TensorFlow, x: Tensor, cells: Int32Array): Tensor2D {
  const [images, height, width, channels] = x.shape as [number, number, number, number];
  const indices = neighbourhoodIndices(cells, height, width);
  const inside = Float32Array.from(indices, (index) => (index < 0 ? 0 : 1));
  const rows = reshape<Tensor2D>(tf, x, [images * height * width, channels]);
  const gathered = gatherRows(
    tf,
    rows,
    indices.map((index) => Math.max(index, 0)),
  );
  const zeroedOutside = tf.mul(gathered, tf.tensor2d(inside, [indices.length, 1]));
  return reshape<Tensor2D>(tf, zeroedOutside, [cells.length, 9 * channels]);
}
