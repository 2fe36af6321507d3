import type { DocumentAnnotation, RingPx } from "../../document/types.ts";
import { rleFromRuns } from "../../geometry/rle.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";
import { runsFromRing } from "../../geometry/runsFromRing.ts";
import type { WriteContext } from "./OutputFile.ts";
import { outlinesOfRuns, partsOfGeometry } from "./partsOfGeometry.ts";
import { seamedRing } from "./seamedRing.ts";

/** A shape as one ring, for formats without parts and holes. Parts that overlap would cancel each other: their pixels are united first. */
export function oneRingOf(
  annotation: DocumentAnnotation,
  heightPx: number,
  widthPx: number,
  context: WriteContext,
): RingPx {
  const parts = partsOfGeometry(annotation.geometry, annotation.boxXywhPx);
  const rings = parts.reduce((sum, { holes }) => sum + 1 + holes.length, 0);
  const ring = seamedRing(parts);
  if (rings === 1) return ring;
  const wanted = runsFromGeometry({ type: "polygon", parts }, annotation.boxXywhPx, heightPx, widthPx);
  const drawn = runsFromRing(ring, heightPx, widthPx);
  if (rleFromRuns(drawn).counts === rleFromRuns(wanted).counts) {
    context.note(annotation, "rounded", `its ${rings} outlines are joined by seams of no width`);
    return ring;
  }
  context.note(
    annotation,
    "rounded",
    "its parts overlap: the outline of their pixels is written, joined by seams of no width",
  );
  return seamedRing(outlinesOfRuns(wanted));
}
