import { boxIou } from "./boxIou.ts";

/**
 * Greedy non-maximum suppression (torchvision/ops/boxes.py: batched_nms). Boxes of different groups - classes, or levels
 * of the pyramid - do not suppress one another.
 *
 * @param order Indices of the boxes by falling score; what is not in it is out.
 * @param groups `[n]`, of all boxes
 * @param limit Stops at so many: those that follow score lower.
 * @returns The kept indices, by falling score
 */
export function nonMaximumSuppression(
  boxesXyxyPx: Float32Array,
  order: Int32Array,
  groups: Int32Array,
  iouThreshold: number,
  limit: number,
): Int32Array {
  const kept: number[] = [];
  const keptByGroup = new Map<number, number[]>();
  for (const candidate of order) {
    if (kept.length >= limit) break;
    const group = groups[candidate] as number;
    let rivals = keptByGroup.get(group);
    if (rivals === undefined) {
      rivals = [];
      keptByGroup.set(group, rivals);
    }
    let suppressed = false;
    for (let index = 0; index < rivals.length && !suppressed; index++) {
      suppressed = boxIou(boxesXyxyPx, candidate, boxesXyxyPx, rivals[index] as number) > iouThreshold;
    }
    if (suppressed) continue;
    kept.push(candidate);
    rivals.push(candidate);
  }
  return Int32Array.from(kept);
}

/** Indices by falling score; equal scores stay in their order. Without `subset`, all of them. */
export function orderByScore(scores: Float32Array, subset?: Int32Array): Int32Array {
  const order = subset?.slice() ?? Int32Array.from(scores.keys());
  return order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}
