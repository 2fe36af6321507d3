import { boxArea } from "./boxArea.ts";

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
  const candidates = new Map<number, number>();
  for (const index of order) {
    const group = groups[index] as number;
    candidates.set(group, (candidates.get(group) ?? 0) + 1);
  }
  const rivals = new Map([...candidates].map(([group, count]) => [group, new KeptBoxes(Math.min(count, limit))]));
  const kept = new Int32Array(Math.min(order.length, limit));
  let count = 0;
  for (const candidate of order) {
    if (count >= limit) break;
    const ofGroup = rivals.get(groups[candidate] as number) as KeptBoxes;
    if (ofGroup.overlap(boxesXyxyPx, candidate, iouThreshold)) continue;
    ofGroup.add(boxesXyxyPx, candidate);
    kept[count++] = candidate;
  }
  return kept.subarray(0, count);
}

/** The boxes kept of one group, side by side: each of thousands of candidates is compared with all of them. */
class KeptBoxes {
  private readonly boxesXyxyPx: Float32Array;
  private readonly areas: Float64Array;
  private count = 0;

  constructor(capacity: number) {
    this.boxesXyxyPx = new Float32Array(capacity * 4);
    this.areas = new Float64Array(capacity);
  }

  add(boxesXyxyPx: Float32Array, index: number): void {
    this.boxesXyxyPx.set(boxesXyxyPx.subarray(index * 4, index * 4 + 4), this.count * 4);
    this.areas[this.count++] = boxArea(boxesXyxyPx, index);
  }

  /** Whether the intersection over union of a box with any of them is above the threshold. */
  overlap(boxesXyxyPx: Float32Array, index: number, iouThreshold: number): boolean {
    const x1 = boxesXyxyPx[index * 4] as number;
    const y1 = boxesXyxyPx[index * 4 + 1] as number;
    const x2 = boxesXyxyPx[index * 4 + 2] as number;
    const y2 = boxesXyxyPx[index * 4 + 3] as number;
    const area = boxArea(boxesXyxyPx, index);
    const { boxesXyxyPx: kept, areas, count } = this;
    for (let rival = 0, offset = 0; rival < count; rival++, offset += 4) {
      const rivalX1 = kept[offset] as number;
      const rivalX2 = kept[offset + 2] as number;
      const width = Math.min(x2, rivalX2) - Math.max(x1, rivalX1);
      if (width <= 0) continue;
      const rivalY1 = kept[offset + 1] as number;
      const rivalY2 = kept[offset + 3] as number;
      const height = Math.min(y2, rivalY2) - Math.max(y1, rivalY1);
      if (height <= 0) continue;
      const intersection = width * height;
      if (intersection / (area + (areas[rival] as number) - intersection) > iouThreshold) return true;
    }
    return false;
  }
}

/** Indices by falling score; equal scores stay in their order. Without `subset`, all of them. */
export function orderByScore(scores: Float32Array, subset?: Int32Array): Int32Array {
  const order = subset?.slice() ?? Int32Array.from(scores.keys());
  return order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}
