import { geometryAreaPx } from "../geometry/geometryAreaPx.ts";
import { geometryBoxXywhPx } from "../geometry/geometryBoxXywhPx.ts";
import { simplifyGeometry } from "../geometry/simplifyGeometry.ts";
import { type Amendment, amendLedger } from "./amendLedger.ts";
import type { AnnotationDocument, DocumentAnnotation } from "./types.ts";

/** What leaving points out came to. */
export interface Simplification {
  readonly tolerancePx: number;
  /** Annotations whose outlines have fewer points now. */
  readonly annotations: number;
  readonly pointsBefore: number;
  readonly pointsAfter: number;
  /** No outline moved farther. */
  readonly distancePxMax: number;
}

/**
 * The document with simpler outlines, each within `tolerancePx` of what it was; its ledger says of each how far it moved. Masks and
 * boxes stay as they are.
 */
export function simplifyDocument(
  document: AnnotationDocument,
  tolerancePx: number,
): { readonly document: AnnotationDocument; readonly simplification: Simplification } {
  const amendments: Amendment[] = [];
  const totals = { pointsBefore: 0, pointsAfter: 0, distancePxMax: 0 };
  const simplify = (annotation: DocumentAnnotation): DocumentAnnotation => {
    const { geometry, pointsBefore, pointsAfter, distancePx } = simplifyGeometry(annotation.geometry, tolerancePx);
    totals.pointsBefore += pointsBefore;
    totals.pointsAfter += pointsAfter;
    if (pointsAfter === pointsBefore) return annotation;
    totals.distancePxMax = Math.max(totals.distancePxMax, distancePx);
    amendments.push({
      place: annotation.key,
      kind: "rounded",
      reason: `simplified from ${pointsBefore} to ${pointsAfter} points: its outline moved by at most ${rounded(distancePx)} px`,
    });
    const boxXywhPx = geometryBoxXywhPx(geometry) ?? annotation.boxXywhPx;
    return { ...annotation, geometry, boxXywhPx, areaPx: geometryAreaPx(geometry, boxXywhPx) };
  };
  const images = document.images.map((image) => ({ ...image, annotations: image.annotations.map(simplify) }));
  return {
    document: { ...document, images, ledger: amendLedger(document.ledger, amendments, []) },
    simplification: { tolerancePx, annotations: amendments.length, ...totals },
  };
}

/** Up, so that what is said is never less than what is. */
function rounded(distancePx: number): number {
  return Math.ceil(distancePx * 1_000) / 1_000;
}
