import { RECALL_THRESHOLDS } from "./cocoParameters.ts";

/** numpy's spacing(1), which pycocotools adds so that 0 / 0 is 0. */
const EPSILON = Number.EPSILON;

/**
 * Final recall, and precision averaged over the recall thresholds (interpolated: at each recall the best precision at
 * that recall or a higher one).
 *
 * @param order detections, best first, as indices into `verdicts`.
 * @param verdicts 1 true, 0 false, 2 not counted.
 * @param groundTruthCount ground truths that count; with none both numbers are -1.
 */
export function recallAndPrecision(
  order: readonly number[],
  verdicts: Uint8Array,
  groundTruthCount: number,
): { recall: number; averagePrecision: number } {
  if (groundTruthCount === 0) return { recall: -1, averagePrecision: -1 };
  const recalls = new Float64Array(order.length);
  const precisions = new Float64Array(order.length);
  let trueCount = 0;
  let falseCount = 0;
  order.forEach((detection, i) => {
    if (verdicts[detection] === 1) trueCount++;
    else if (verdicts[detection] === 0) falseCount++;
    recalls[i] = trueCount / groundTruthCount;
    precisions[i] = trueCount / (falseCount + trueCount + EPSILON);
  });
  for (let i = order.length - 1; i > 0; i--) {
    precisions[i - 1] = Math.max(precisions[i - 1] as number, precisions[i] as number);
  }
  let sum = 0;
  let i = 0;
  for (const threshold of RECALL_THRESHOLDS) {
    while (i < order.length && (recalls[i] as number) < threshold) i++;
    if (i === order.length) break;
    sum += precisions[i] as number;
  }
  return { recall: recalls.at(-1) ?? 0, averagePrecision: sum / RECALL_THRESHOLDS.length };
}
