export interface MatchInput {
  /** D x G, row-major: detection d (best score first) against ground truth g. */
  readonly iou: Float64Array;
  readonly detectionCount: number;
  readonly groundTruthCount: number;
  /** 1 where a ground truth counts for nothing: a crowd, or outside the area range. */
  readonly isIgnored: Uint8Array;
  readonly isCrowd: Uint8Array;
  readonly iouThreshold: number;
}

/**
 * COCO's greedy matching in one image and category: each detection, best first, takes the ground truth of highest IoU
 * that is free; one that counts goes before one that is ignored; a crowd stays free; of equal IoU the last is taken.
 * @returns for every detection the index of its ground truth, or -1.
 */
export function matchDetections(input: MatchInput): Int32Array {
  const { iou, detectionCount, groundTruthCount, isIgnored, isCrowd } = input;
  const matches = new Int32Array(detectionCount).fill(-1);
  const isTaken = new Uint8Array(groundTruthCount);
  const lowest = Math.min(input.iouThreshold, 1 - 1e-10);
  for (let d = 0; d < detectionCount; d++) {
    let best = -1;
    let bestIou = lowest;
    for (const ignored of [0, 1]) {
      // Ignored ground truth is looked at only when nothing that counts was found.
      if (ignored === 1 && best >= 0) break;
      for (let g = 0; g < groundTruthCount; g++) {
        if (isIgnored[g] !== ignored || (isTaken[g] === 1 && isCrowd[g] === 0)) continue;
        const value = iou[d * groundTruthCount + g] as number;
        if (value < bestIou) continue;
        bestIou = value;
        best = g;
      }
    }
    if (best < 0) continue;
    matches[d] = best;
    isTaken[best] = 1;
  }
  return matches;
}
