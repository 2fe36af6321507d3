import type { BoxXywhPx, DocumentAnnotation } from "../../document/types.ts";
import { geometryBoxXywhPx } from "../../geometry/geometryBoxXywhPx.ts";

/** The box that an annotation's outline or pixels have, whatever box it says it has. */
export function boxOfShape({ geometry, boxXywhPx }: DocumentAnnotation): BoxXywhPx {
  return geometryBoxXywhPx(geometry) ?? boxXywhPx;
}
