import type { BoxXywhPx } from "../document/types.ts";
import { boxIouXywh } from "../geometry/boxIouXywh.ts";
import type { RunLengths } from "../geometry/runLengths.ts";
import { runsAreaPx } from "../geometry/runsAreaPx.ts";
import { runsBoxXywhPx } from "../geometry/runsBoxXywhPx.ts";
import { runsFromGeometry } from "../geometry/runsFromGeometry.ts";
import { runsIntersectionPx } from "../geometry/runsIou.ts";
import type { EvaluationDetection, EvaluationGroundTruth, EvaluationImage, IouType } from "./types.ts";

/** A shape with everything that comparing it needs more than once. */
export type PreparedShape =
  | { readonly type: "bbox"; readonly boxXywhPx: BoxXywhPx }
  | { readonly type: "segm"; readonly runs: RunLengths; readonly areaPx: number; readonly boxXywhPx: BoxXywhPx };

/** @throws RangeError when the shape that the IoU type needs is missing or does not fit the image. */
export function prepareShape(
  record: EvaluationDetection | EvaluationGroundTruth,
  image: EvaluationImage,
  iouType: IouType,
): PreparedShape {
  if (iouType === "bbox") {
    if (record.boxXywhPx === undefined) throw new RangeError(`image ${image.id}: a detection has no box`);
    return { type: "bbox", boxXywhPx: record.boxXywhPx };
  }
  if (record.geometry === undefined) throw new RangeError(`image ${image.id}: a record has no mask or polygon`);
  const runs = runsFromGeometry(record.geometry, record.boxXywhPx ?? [0, 0, 0, 0], image.heightPx, image.widthPx);
  return { type: "segm", runs, areaPx: runsAreaPx(runs), boxXywhPx: runsBoxXywhPx(runs) };
}

export function preparedAreaPx(shape: PreparedShape): number {
  return shape.type === "segm" ? shape.areaPx : shape.boxXywhPx[2] * shape.boxXywhPx[3];
}

export function preparedIou(detection: PreparedShape, groundTruth: PreparedShape, isCrowd: boolean): number {
  const boxIou = boxIouXywh(detection.boxXywhPx, groundTruth.boxXywhPx, isCrowd);
  if (boxIou === 0 || detection.type === "bbox" || groundTruth.type === "bbox") return boxIou;
  const intersection = runsIntersectionPx(detection.runs, groundTruth.runs);
  if (intersection === 0) return 0;
  return intersection / (isCrowd ? detection.areaPx : detection.areaPx + groundTruth.areaPx - intersection);
}
