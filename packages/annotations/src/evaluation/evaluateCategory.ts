import { AREA_RANGES_PX, DETECTION_LIMIT_MAX, DETECTION_LIMITS, IOU_THRESHOLDS } from "./cocoParameters.ts";
import { matchDetections } from "./matchDetections.ts";
import { type PreparedShape, preparedAreaPx, preparedIou } from "./preparedShapes.ts";
import { recallAndPrecision } from "./recallAndPrecision.ts";

export interface ScoredShape {
  readonly shape: PreparedShape;
  readonly score: number;
  readonly areaPx: number | undefined;
}

export interface TrueShape {
  readonly shape: PreparedShape;
  readonly areaPx: number;
  readonly isCrowd: boolean;
  /** Matched, it still counts as if it were not (pycocotools' id 0). */
  readonly isNeverMatched: boolean;
}

export interface ImageOfCategory {
  readonly groundTruths: readonly TrueShape[];
  readonly detections: readonly ScoredShape[];
}

/** One category's averages; -1 where no ground truth counts. Indices as in cocoParameters. */
export interface CategoryAverages {
  /** By area range: average precision at every IoU threshold, at most 100 detections. */
  readonly precisionByArea: readonly Float64Array[];
  /** By area range, then detection limit: recall at every IoU threshold. */
  readonly recallByAreaAndLimit: readonly (readonly Float64Array[])[];
}

/** A detection as one area range and IoU threshold see it: 1 true, 0 false, 2 not counted. */
const FALSE = 0;
const TRUE = 1;
const NOT_COUNTED = 2;

/** COCOeval's evaluateImg and accumulate for one category over all images that hold it. */
export function evaluateCategory(images: readonly ImageOfCategory[]): CategoryAverages {
  const scores: number[] = [];
  const ranks: number[] = [];
  const prepared = images.map((image) => {
    // Array.sort is stable, as the merge sort that pycocotools asks numpy for.
    const best = [...image.detections].sort((a, b) => b.score - a.score).slice(0, DETECTION_LIMIT_MAX);
    best.forEach((detection, rank) => {
      scores.push(detection.score);
      ranks.push(rank);
    });
    return { detections: best, groundTruths: image.groundTruths, iou: iouMatrix(best, image.groundTruths) };
  });
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const orderByLimit = DETECTION_LIMITS.map((limit) => order.filter((i) => (ranks[i] as number) < limit));

  const precisionByArea: Float64Array[] = [];
  const recallByAreaAndLimit: Float64Array[][] = [];
  for (const [areaMin, areaMax] of AREA_RANGES_PX) {
    const verdicts = IOU_THRESHOLDS.map(() => new Uint8Array(scores.length));
    let counted = 0;
    let offset = 0;
    for (const { detections, groundTruths, iou } of prepared) {
      const isIgnored = Uint8Array.from(groundTruths, (one) =>
        one.isCrowd || one.areaPx < areaMin || one.areaPx > areaMax ? 1 : 0,
      );
      const isCrowd = Uint8Array.from(groundTruths, (one) => (one.isCrowd ? 1 : 0));
      counted += isIgnored.reduce((sum, ignored) => sum + 1 - ignored, 0);
      IOU_THRESHOLDS.forEach((iouThreshold, t) => {
        const matches = matchDetections({
          iou,
          detectionCount: detections.length,
          groundTruthCount: groundTruths.length,
          isIgnored,
          isCrowd,
          iouThreshold,
        });
        detections.forEach((detection, d) => {
          const match = matches[d] as number;
          const isMatched = match >= 0 && groundTruths[match]?.isNeverMatched === false;
          const areaPx = detection.areaPx ?? preparedAreaPx(detection.shape);
          const isOutside = areaPx < areaMin || areaPx > areaMax;
          const isNotCounted = (match >= 0 && isIgnored[match] === 1) || (!isMatched && isOutside);
          (verdicts[t] as Uint8Array)[offset + d] = isNotCounted ? NOT_COUNTED : isMatched ? TRUE : FALSE;
        });
      });
      offset += detections.length;
    }
    const byLimit = orderByLimit.map((ofLimit) =>
      verdicts.map((verdict) => recallAndPrecision(ofLimit, verdict, counted)),
    );
    recallByAreaAndLimit.push(byLimit.map((pairs) => Float64Array.from(pairs, (pair) => pair.recall)));
    precisionByArea.push(Float64Array.from(byLimit.at(-1) ?? [], (pair) => pair.averagePrecision));
  }
  return { precisionByArea, recallByAreaAndLimit };
}

function iouMatrix(detections: readonly ScoredShape[], groundTruths: readonly TrueShape[]): Float64Array {
  const iou = new Float64Array(detections.length * groundTruths.length);
  detections.forEach((detection, d) => {
    groundTruths.forEach((groundTruth, g) => {
      iou[d * groundTruths.length + g] = preparedIou(detection.shape, groundTruth.shape, groundTruth.isCrowd);
    });
  });
  return iou;
}
