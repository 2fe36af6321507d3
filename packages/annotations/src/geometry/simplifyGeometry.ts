import type { Geometry, RingPx } from "../document/types.ts";
import { checkRing } from "./checkGeometry.ts";
import { simplifyRingMeasured } from "./simplifyRing.ts";

export interface SimplifiedGeometry {
  readonly geometry: Geometry;
  readonly pointsBefore: number;
  readonly pointsAfter: number;
  /** No point of the old outline lies farther from the new one than this, nor of the new one from the old; 0 where nothing was left out. */
  readonly distancePx: number;
}

/**
 * Leaves out points of a polygon's rings that lie within `tolerancePx` of the lines kept, and says how far the outline moved. A ring that
 * would lose its area stays as it is. Masks and boxes have no points to leave out.
 */
export function simplifyGeometry(geometry: Geometry, tolerancePx: number): SimplifiedGeometry {
  if (geometry.type !== "polygon") return { geometry, pointsBefore: 0, pointsAfter: 0, distancePx: 0 };
  let distancePx = 0;
  const simplify = (ring: RingPx): RingPx => {
    const simplified = simplifyRingMeasured(ring, tolerancePx);
    if (simplified.ring === ring || checkRing(simplified.ring) !== null) return ring;
    distancePx = Math.max(distancePx, simplified.distancePx);
    return simplified.ring;
  };
  const parts = geometry.parts.map(({ outer, holes }) => ({ outer: simplify(outer), holes: holes.map(simplify) }));
  return {
    geometry: { type: "polygon", parts },
    pointsBefore: countPoints(geometry.parts),
    pointsAfter: countPoints(parts),
    distancePx,
  };
}

function countPoints(parts: readonly { readonly outer: RingPx; readonly holes: readonly RingPx[] }[]): number {
  const numbers = parts.reduce(
    (sum, { outer, holes }) => holes.reduce((inner, hole) => inner + hole.length, sum + outer.length),
    0,
  );
  return numbers / 2;
}
