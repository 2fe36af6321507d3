import type { BoxXywhPx, Geometry, RingPx } from "../document/types.ts";
import { rleBoxXywhPx } from "./rle.ts";

/** The tight box of rings' points; [0, 0, 0, 0] without a point. */
export function ringsBoxXywhPx(rings: readonly RingPx[]): BoxXywhPx {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      left = Math.min(left, ring[i] as number);
      right = Math.max(right, ring[i] as number);
      top = Math.min(top, ring[i + 1] as number);
      bottom = Math.max(bottom, ring[i + 1] as number);
    }
  }
  return left > right ? [0, 0, 0, 0] : [left, top, right - left, bottom - top];
}

/** The tight box of a polygon's outer rings or of a mask's pixels; null for geometry `box`, which has none of its own. */
export function geometryBoxXywhPx(geometry: Geometry): BoxXywhPx | null {
  switch (geometry.type) {
    case "polygon":
      return ringsBoxXywhPx(geometry.parts.map((part) => part.outer));
    case "rle":
      return rleBoxXywhPx(geometry.rle);
    case "box":
      return null;
  }
}
