import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx } from "../../document/types.ts";
import { checkBox } from "../../geometry/checkGeometry.ts";
import { clipToImage } from "../../geometry/clipToImage.ts";
import { sideDistancePx } from "../../geometry/sideDistancePx.ts";
import { finiteNumber, type JsonRecord } from "../reading/records.ts";
import { type ImageSize, type SettledShape, settleShape } from "../reading/settleShape.ts";
import { geometryFromSegmentation } from "./cocoSegmentation.ts";

/** Boxes are rounded by many tools, and some count the last pixel: up to this the two are the same box. */
const BOX_TOLERANCE_PX = 2;
const AREA_TOLERANCE = 0.05;

export interface CocoShape extends SettledShape {
  /** Whether the file's area is not that of the shape, as where tools write that of the box. */
  readonly isAreaWrong: boolean;
}

/**
 * An annotation's shape, box and area. The file's own box and area stand where they agree with the shape.
 * @param size the stated one, which masks must have.
 * @param cutTo what the shape is cut to; null to leave it whole.
 * @returns null when nothing usable is left; the last note says why.
 */
export function shapeFromCoco(
  record: JsonRecord,
  size: ImageSize | null,
  cutTo: ImageSize | null,
  notes: LedgerNote[],
): CocoShape | null {
  const geometry = geometryFromSegmentation(record.segmentation, size, notes);
  const statedBox = boxFromCoco(record.bbox);
  if (geometry === null) {
    if (statedBox === null) {
      notes.push({ kind: "dropped", reason: "neither a usable segmentation nor a box" });
      return null;
    }
    if (notes.length > 0) notes.push({ kind: "guessed", reason: "the box stands in for the shape" });
    const box = settleShape({ type: "box" }, statedBox, cutTo, notes);
    return box && { ...box, isAreaWrong: false };
  }
  const shape = settleShape(geometry, [0, 0, 0, 0], cutTo, notes);
  if (shape === null || shape.wasClipped) return shape && { ...shape, isAreaWrong: false };

  const isBoxBelievable =
    statedBox !== null &&
    checkBox(statedBox) === null &&
    sideDistancePx(statedBox, shape.boxXywhPx) <= BOX_TOLERANCE_PX;
  if (statedBox !== null && !isBoxBelievable) {
    notes.push({
      kind: "guessed",
      reason: `bbox [${statedBox.join(", ")}] does not fit the segmentation: the segmentation's own box is used`,
    });
  }
  // Rounding often puts a side half a pixel outside; the segmentation's own box says the same and lies inside.
  const isBoxInside =
    statedBox !== null &&
    (size === null || clipToImage({ type: "box" }, statedBox, size.heightPx, size.widthPx)?.wasClipped === false);
  const statedArea = finiteNumber(record.area);
  const isAreaBelievable = statedArea !== null && statedArea > 0 && isAreaOf(statedArea, shape);
  return {
    ...shape,
    boxXywhPx: isBoxBelievable && isBoxInside ? statedBox : shape.boxXywhPx,
    areaPx: isAreaBelievable ? statedArea : shape.areaPx,
    isAreaWrong: statedArea !== null && statedArea > 0 && !isAreaBelievable,
  };
}

/** Tools count pixels or measure the outline, of rounded points or of exact ones: up to half a pixel all around is the same area. */
function isAreaOf(areaPx: number, { areaPx: own, boxXywhPx: [, , width, height] }: SettledShape): boolean {
  return Math.abs(areaPx - own) <= Math.max(AREA_TOLERANCE * own, (width + height) / 2);
}

function boxFromCoco(bbox: unknown): BoxXywhPx | null {
  if (!Array.isArray(bbox) || bbox.length !== 4) return null;
  const [x, y, width, height] = bbox.map(finiteNumber);
  if (x == null || y == null || width == null || height == null) return null;
  return [x, y, width, height];
}
