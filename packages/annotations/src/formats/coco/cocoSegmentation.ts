import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { Geometry, PolygonPart } from "../../document/types.ts";
import { checkRing, openRing } from "../../geometry/checkGeometry.ts";
import { rleFromRuns, runsFromCountList, runsFromRle } from "../../geometry/rle.ts";
import { finiteNumber, isRecord, type JsonRecord, numberOrNan } from "../reading/records.ts";
import type { ImageSize } from "../reading/settleShape.ts";

/**
 * COCO's `segmentation`: a list of polygons (united), run lengths as a list or as text, or nothing (`[]`, null).
 *
 * @param notes what happened is added here.
 * @returns null when there is no usable shape: the box, if there is one, has to do.
 */
export function geometryFromSegmentation(
  segmentation: unknown,
  size: ImageSize | null,
  notes: LedgerNote[],
): Exclude<Geometry, { type: "box" }> | null {
  if (segmentation === undefined || segmentation === null) return null;
  if (Array.isArray(segmentation)) return polygonFromLists(segmentation, notes);
  if (isRecord(segmentation)) return maskFromRunLengths(segmentation, size, notes);
  notes.push({ kind: "guessed", reason: `segmentation is ${typeof segmentation}, neither polygons nor run lengths` });
  return null;
}

function polygonFromLists(
  segmentation: readonly unknown[],
  notes: LedgerNote[],
): (Geometry & { type: "polygon" }) | null {
  if (segmentation.length === 0) return null;
  let lists = segmentation;
  if (segmentation.every((value) => typeof value === "number")) {
    notes.push({ kind: "guessed", reason: "segmentation is one bare list of numbers: read as one polygon" });
    lists = [segmentation];
  }
  const parts: PolygonPart[] = [];
  lists.forEach((list, i) => {
    const ring = ringFromList(list);
    const problem = ring === null ? "no list of numbers" : checkRing(ring);
    if (ring !== null && problem === null) parts.push({ outer: ring, holes: [] });
    else notes.push({ kind: "clipped", reason: `polygon ${i} is left out: it has ${problem}` });
  });
  return parts.length === 0 ? null : { type: "polygon", parts };
}

function ringFromList(list: unknown): readonly number[] | null {
  if (!Array.isArray(list)) return null;
  // The usual case, without a copy: files hold hundreds of thousands of rings.
  if (list.every((value) => typeof value === "number")) return openRing(list as number[]);
  // A few tools write [[x, y], …] in place of [x, y, …].
  const ring = list.flat().map((value) => (typeof value === "number" ? value : (finiteNumber(value) ?? Number.NaN)));
  return openRing(ring);
}

function maskFromRunLengths(
  segmentation: JsonRecord,
  size: ImageSize | null,
  notes: LedgerNote[],
): Extract<Geometry, { type: "rle" }> | null {
  try {
    const { size: maskSize, counts } = segmentation;
    if (!Array.isArray(maskSize) || maskSize.length !== 2) throw new RangeError("its size is not [height, width]");
    const heightPx = numberOrNan(maskSize[0]);
    const widthPx = numberOrNan(maskSize[1]);
    if (size !== null && (heightPx !== size.heightPx || widthPx !== size.widthPx)) {
      throw new RangeError(
        `it is ${widthPx} x ${heightPx} and the image ${size.widthPx} x ${size.heightPx} (width x height)`,
      );
    }
    if (typeof counts === "string") {
      return { type: "rle", rle: rleFromRuns(runsFromRle({ size: [heightPx, widthPx], counts })) };
    }
    if (!Array.isArray(counts)) throw new RangeError("its counts are neither a list nor text");
    return { type: "rle", rle: rleFromRuns(runsFromCountList(counts.map(numberOrNan), heightPx, widthPx)) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    notes.push({ kind: "clipped", reason: `the mask is left out: ${error.message}` });
    return null;
  }
}
