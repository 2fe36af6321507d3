/** Lin et al. 2017, eq. 1; torchvision/ops/poolers.py: LevelMapper and MultiScaleRoIAlign. */
import { concatRows } from "../ops/concatRows.ts";
import { roiAlign } from "../ops/roiAlign.ts";
import type { Tensor4D, TensorFlow } from "../tensorFlow.ts";

/** Regions of a batch. */
export interface Regions {
  /** `[R, 4]` x1, y1, x2, y2 in pixels of the padded batch. */
  boxesXyxyPx: Float32Array;
  /** `[R]` */
  imageIndices: Int32Array;
}

const canonicalSizePx = 224;
const canonicalLevel = 4;
const lowestLevel = 2;
const highestLevel = 5;

/** 0 for P2 to 3 for P5: a region of 224 pixels a side is read from P4, of half the size from P3. */
export function pyramidLevel(x1: number, y1: number, x2: number, y2: number): number {
  const sizePx = Math.sqrt(Math.max((x2 - x1) * (y2 - y1), 0));
  const level = Math.floor(canonicalLevel + Math.log2(sizePx / canonicalSizePx) + 1e-6);
  return Math.min(Math.max(level, lowestLevel), highestLevel) - lowestLevel;
}

/**
 * The regions in the order of their levels, as `multiScaleRoiAlign` wants them: so ordered, what is pooled from each level
 * only has to be put together, and never rearranged.
 *
 * @returns For each place the index of the region that belongs there
 */
export function orderByLevel(boxesXyxyPx: Float32Array): Int32Array {
  const levels = Array.from({ length: boxesXyxyPx.length / 4 }, (_, index) => levelOf(boxesXyxyPx, index));
  return Int32Array.from(levels.keys()).sort((a, b) => (levels[a] as number) - (levels[b] as number) || a - b);
}

/**
 * @param levels P2 to P5, `[N, H, W, C]`
 * @param regions At least one, ordered by level
 * @param stridesPx Pixels per cell of each level
 * @returns `[R, S, S, C]`
 * @throws When the regions are not ordered by level
 */
export function multiScaleRoiAlign(
  tf: TensorFlow,
  levels: Tensor4D[],
  regions: Regions,
  options: { stridesPx: readonly number[]; poolSize: number; samplingRatio: number },
): Tensor4D {
  const { boxesXyxyPx, imageIndices } = regions;
  const pooled: Tensor4D[] = [];
  let start = 0;
  while (start < imageIndices.length) {
    const level = levelOf(boxesXyxyPx, start);
    let end = start + 1;
    while (end < imageIndices.length && levelOf(boxesXyxyPx, end) === level) end++;
    if (end < imageIndices.length && levelOf(boxesXyxyPx, end) < level) {
      throw new Error("multiScaleRoiAlign: expected regions ordered by level");
    }
    const boxes = boxesXyxyPx.slice(start * 4, end * 4);
    const levelOptions = { ...options, spatialScale: 1 / (options.stridesPx[level] as number) };
    pooled.push(roiAlign(tf, levels[level] as Tensor4D, boxes, imageIndices.slice(start, end), levelOptions));
    start = end;
  }
  return concatRows(tf, pooled);
}

function levelOf(boxesXyxyPx: Float32Array, index: number): number {
  const offset = index * 4;
  return pyramidLevel(
    boxesXyxyPx[offset] as number,
    boxesXyxyPx[offset + 1] as number,
    boxesXyxyPx[offset + 2] as number,
    boxesXyxyPx[offset + 3] as number,
  );
}
