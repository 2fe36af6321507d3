import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, DocumentAnnotation } from "../../document/types.ts";
import { openRing } from "../../geometry/checkGeometry.ts";
import { rleFromMaskRowMajor } from "../../geometry/rle.ts";
import { scaleRle } from "../../geometry/scaleRle.ts";
import { decodePngMask } from "../png/decodePngMask.ts";
import { decodeBase64 } from "../reading/decodeBase64.ts";
import { ellipseRing } from "../reading/ellipseRing.ts";
import { finiteNumber, isRecord, type JsonRecord, numberOrNan, wordsOf } from "../reading/records.ts";
import type { ImageSize, UnsettledShape } from "../reading/settleShape.ts";
import { turnedBoxRing } from "../reading/turnedBoxRing.ts";
import { maskFromBrushRle } from "./maskFromBrushRle.ts";

/**
 * The shape of one region, from percent of the image to its pixels.
 * @param value the region's `value`.
 * @param drawn the size that brushes were drawn in; a mask of another size than the image is scaled to it.
 * @returns null when it has to be dropped; the last note says why.
 */
export function geometryFromLabelStudio(
  value: JsonRecord,
  size: ImageSize,
  drawn: ImageSize,
  notes: LedgerNote[],
): UnsettledShape | null {
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  const { widthPx, heightPx } = size;
  const x = (percent: unknown): number => rounded(((finiteNumber(percent) ?? Number.NaN) * widthPx) / 100);
  const y = (percent: unknown): number => rounded(((finiteNumber(percent) ?? Number.NaN) * heightPx) / 100);
  const turnRadians = ((finiteNumber(value.rotation) ?? 0) * Math.PI) / 180;
  const polygon = (outer: readonly number[]): UnsettledShape => ({
    geometry: { type: "polygon", parts: [{ outer: openRing(outer), holes: [] }] },
    boxXywhPx: [0, 0, 0, 0],
  });
  if (Array.isArray(value.points)) {
    if (value.closed === false) return drop("an open line has no area");
    return polygon(
      value.points.flatMap((pair) => (Array.isArray(pair) ? [x(pair[0]), y(pair[1])] : [Number.NaN, Number.NaN])),
    );
  }
  if (value.format === "rle" || Array.isArray(value.rle) || value.imageDataURL !== undefined) {
    try {
      const rle = rleFromMaskRowMajor(maskOf(value, drawn), drawn.heightPx, drawn.widthPx);
      const isScaled = drawn.widthPx !== widthPx || drawn.heightPx !== heightPx;
      if (isScaled) {
        const reason = `the mask was drawn on ${drawn.widthPx} x ${drawn.heightPx} pixels: scaled to ${widthPx} x ${heightPx}`;
        notes.push({ kind: "guessed", reason });
      }
      const scaled = isScaled ? scaleRle(rle, heightPx, widthPx) : rle;
      return { geometry: { type: "rle", rle: scaled }, boxXywhPx: [0, 0, 0, 0] };
    } catch (error) {
      if (error instanceof RangeError) return drop(error.message);
      throw error;
    }
  }
  if (value.radiusX !== undefined) {
    const ring = ellipseRing([x(value.x), y(value.y)], [x(value.radiusX), y(value.radiusY)], turnRadians);
    notes.push({ kind: "guessed", reason: `the ellipse became a polygon of ${ring.length / 2} corners` });
    return polygon(ring);
  }
  if (value.width === undefined || value.height === undefined) return drop("a point has no area");
  if (value.keypointlabels !== undefined) return drop("a point has no area");
  const box: BoxXywhPx = [x(value.x), y(value.y), x(value.width), y(value.height)];
  if (turnRadians === 0) return { geometry: { type: "box" }, boxXywhPx: box };
  // Label Studio turns a box about its top-left corner.
  return polygon(turnedBoxRing(box, turnRadians, [box[0], box[1]]));
}

/** The pixels of a brush, or of the PNG that the bitmask tag keeps. @throws RangeError */
function maskOf(value: JsonRecord, { widthPx, heightPx }: ImageSize): Uint8Array {
  if (Array.isArray(value.rle)) return maskFromBrushRle(value.rle.map(numberOrNan), heightPx, widthPx);
  if (value.imageDataURL === undefined) throw new RangeError("the brush holds no run lengths");
  const encoded = /^data:image\/png;base64,(.*)$/s.exec(wordsOf(value.imageDataURL))?.[1];
  if (encoded === undefined) throw new RangeError("the bitmask is no PNG in base64");
  const png = decodePngMask(decodeBase64(encoded));
  if (png.widthPx !== widthPx || png.heightPx !== heightPx) {
    throw new RangeError(`the bitmask is ${png.widthPx} x ${png.heightPx}, its image ${widthPx} x ${heightPx}`);
  }
  return png.maskRowMajor;
}

/** Rounding errors of percent are taken off. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** The labels ticked for a region, whatever its tag (`rectanglelabels`, `labels`, `choices` are not: they describe images). */
export function labelsOf(value: JsonRecord): string[] {
  return Object.entries(value).flatMap(([key, list]) =>
    /labels$/i.test(key) && Array.isArray(list) ? list.filter((one): one is string => typeof one === "string") : [],
  );
}

/** What a region's note says of a crowd; Label Studio has no mark for one. */
export const CROWD_NOTE = "iscrowd";

/** A box within this of a shape's own box, of the same class, is that shape's box: some importers make both. */
const SAME_BOX_PX = 0.5;

/** Whether a box stands beside the shape that it is the box of. */
export function isBoxOf(box: DocumentAnnotation, shape: DocumentAnnotation | null): boolean {
  return (
    shape !== null &&
    shape.geometry.type !== "box" &&
    shape.categoryName === box.categoryName &&
    box.boxXywhPx.every((value, i) => Math.abs(value - (shape.boxXywhPx[i] as number)) <= SAME_BOX_PX)
  );
}

export function sizeOfResult(result: unknown): ImageSize | null {
  if (!isRecord(result)) return null;
  const [widthPx, heightPx] = [finiteNumber(result.original_width), finiteNumber(result.original_height)];
  const isSize = (side: number | null): side is number =>
    side !== null && Number.isInteger(side) && side > 0 && side <= 100_000;
  return isSize(widthPx) && isSize(heightPx) ? { widthPx, heightPx } : null;
}
