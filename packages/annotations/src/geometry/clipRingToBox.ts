import type { RingPx } from "../document/types.ts";

/**
 * The part of a ring inside an upright rectangle (Sutherland and Hodgman 1974). A concave ring that leaves and
 * re-enters stays one ring whose pieces are joined along the rectangle's side: area and fill are right.
 * @returns an empty ring when nothing is inside.
 */
export function clipRingToBox(ring: RingPx, left: number, top: number, right: number, bottom: number): RingPx {
  let clipped = ring;
  clipped = clipToSide(clipped, 0, left, 1);
  clipped = clipToSide(clipped, 0, right, -1);
  clipped = clipToSide(clipped, 1, top, 1);
  return clipToSide(clipped, 1, bottom, -1);
}

/** Keeps what lies at `sign * coordinate >= sign * limit` on one axis (0 is x, 1 is y). */
function clipToSide(ring: RingPx, axis: 0 | 1, limit: number, sign: 1 | -1): RingPx {
  const kept: number[] = [];
  const points = Math.floor(ring.length / 2);
  for (let i = 0; i < points; i++) {
    const j = (i + 1) % points;
    const from = [ring[2 * i] as number, ring[2 * i + 1] as number] as const;
    const to = [ring[2 * j] as number, ring[2 * j + 1] as number] as const;
    const fromInside = sign * (from[axis] - limit) >= 0;
    const toInside = sign * (to[axis] - limit) >= 0;
    if (fromInside) kept.push(from[0], from[1]);
    if (fromInside !== toInside) {
      const t = (limit - from[axis]) / (to[axis] - from[axis]);
      const along = axis === 0 ? 1 : 0;
      const crossing = from[along] + t * (to[along] - from[along]);
      if (axis === 0) kept.push(limit, crossing);
      else kept.push(crossing, limit);
    }
  }
  return kept;
}
