import type { RingPx } from "../document/types.ts";
import { measureRing } from "./measureRing.ts";

/**
 * What a ring encloses: by the shoelace formula, and where it crosses itself by the even-odd rule, as masks are drawn. A ring of fewer
 * than three points has no area. {@link measureRing} says where it is not exact.
 */
export function ringAreaPx(ring: RingPx): number {
  return measureRing(ring).areaPx;
}
