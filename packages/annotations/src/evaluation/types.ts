import type { BoxXywhPx, Geometry } from "../document/types.ts";

export type IouType = "bbox" | "segm";
export type EvaluationId = string | number;

export interface EvaluationImage {
  readonly id: EvaluationId;
  readonly heightPx: number;
  readonly widthPx: number;
}

export interface EvaluationCategory {
  readonly id: EvaluationId;
  readonly name: string;
}

export interface EvaluationGroundTruth {
  readonly imageId: EvaluationId;
  readonly categoryId: EvaluationId;
  readonly boxXywhPx: BoxXywhPx;
  /** Decides between small, medium and large. */
  readonly areaPx: number;
  /** A crowd may match any number of detections, and counts for nothing itself. */
  readonly isCrowd: boolean;
  /** Needed for `segm`; `box` stands for the filled box. */
  readonly geometry?: Geometry;
  /** Only looked at by `unmatchedGroundTruthId`. */
  readonly id?: EvaluationId;
}

export interface EvaluationDetection {
  readonly imageId: EvaluationId;
  readonly categoryId: EvaluationId;
  readonly score: number;
  /** Needed for `bbox`. */
  readonly boxXywhPx?: BoxXywhPx;
  /** Needed for `segm`. */
  readonly geometry?: Geometry;
  /** Without it the area of the box (`bbox`) or of the mask (`segm`). */
  readonly areaPx?: number;
}

export interface EvaluationInput {
  /** Detections of equal score count in the order of their images here; pycocotools sorts images by id. */
  readonly images: readonly EvaluationImage[];
  readonly categories: readonly EvaluationCategory[];
  readonly groundTruths: readonly EvaluationGroundTruth[];
  /** Detections of categories that are not listed are left out and counted. */
  readonly detections: readonly EvaluationDetection[];
  readonly iouType: IouType;
  /**
   * pycocotools stores the matched ground truth's id and takes 0 for "none", so that a detection matched to the
   * annotation of id 0 counts as false. Give 0 to get the same numbers; leave it out to get the right ones.
   */
  readonly unmatchedGroundTruthId?: EvaluationId;
}

/**
 * COCO's twelve numbers, in [0, 1], or -1 where no ground truth of that size exists. AP over IoU .50:.95 with at most
 * 100 detections an image; s, m, l by area (below 32 squared, to 96 squared, above); AR by the number of detections.
 */
export interface CocoSummary {
  readonly AP: number;
  readonly AP50: number;
  readonly AP75: number;
  readonly APs: number;
  readonly APm: number;
  readonly APl: number;
  readonly AR1: number;
  readonly AR10: number;
  readonly AR100: number;
  readonly ARs: number;
  readonly ARm: number;
  readonly ARl: number;
}

export interface CategoryEvaluation extends CocoSummary {
  readonly categoryId: EvaluationId;
  readonly name: string;
  /** Without crowds. */
  readonly groundTruthCount: number;
  readonly detectionCount: number;
}

export interface EvaluationResult extends CocoSummary {
  readonly perClass: readonly CategoryEvaluation[];
  /** Detections whose category is not among the categories. */
  readonly ignoredDetectionCount: number;
}
