import type { RingPx } from "../document/types.ts";

/**
 * Leaves out points that lie within `tolerancePx` of the line between their neighbours kept (Douglas and Peucker 1973); O(n log n),
 * also where every point is the farthest in turn.
 * @returns the same ring when fewer than three points would be left.
 */
export function simplifyRing(ring: RingPx, tolerancePx: number): RingPx {
  return simplifyRingMeasured(ring, tolerancePx).ring;
}

/**
 * {@link simplifyRing} with how far the farthest point left out lies from the line in its place. The outline between two
 * points kept has to cross every perpendicular of that line, so that neither outline lies farther from the other.
 */
export function simplifyRingMeasured(
  ring: RingPx,
  tolerancePx: number,
): { readonly ring: RingPx; readonly distancePx: number } {
  const points = Math.floor(ring.length / 2);
  if (points <= 3 || tolerancePx <= 0) return { ring, distancePx: 0 };
  const keep = new Uint8Array(points);
  const far = farthestFromFirst(ring, points);
  keep[0] = 1;
  keep[far] = 1;
  const open: [from: number, to: number, depth: number][] = [
    [0, far, 0],
    [far, points, 0],
  ];
  const depthMax = 32 + 4 * Math.ceil(Math.log2(points));
  let distancePx = 0;
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to, depth] = span;
    let worst = -1;
    let worstDistance = 0;
    for (let i = from + 1; i < to; i++) {
      const distance = distanceToSegment(ring, i, from, to % points);
      if (distance > worstDistance) {
        worst = i;
        worstDistance = distance;
      }
    }
    if (worstDistance > tolerancePx) {
      // The farthest point may cut off one point at a time; so deep down halves go on, with a few points more than need be.
      const middle = depth < depthMax ? worst : (from + to) >> 1;
      keep[middle] = 1;
      open.push([from, middle, depth + 1], [middle, to, depth + 1]);
    } else {
      distancePx = Math.max(distancePx, worstDistance);
    }
  }
  const simplified = ring.filter((_, i) => keep[i >> 1] === 1);
  if (simplified.length < 6 || simplified.length === ring.length) return { ring, distancePx: 0 };
  return { ring: simplified, distancePx };
}

function farthestFromFirst(ring: RingPx, points: number): number {
  let far = 0;
  let farDistance = -1;
  for (let i = 1; i < points; i++) {
    const dx = (ring[2 * i] as number) - (ring[0] as number);
    const dy = (ring[2 * i + 1] as number) - (ring[1] as number);
    if (dx * dx + dy * dy > farDistance) {
      far = i;
      farDistance = dx * dx + dy * dy;
    }
  }
  return far;
}

function distanceToSegment(ring: RingPx, point: number, from: number, to: number): number {
  const fromX = ring[2 * from] as number;
  const fromY = ring[2 * from + 1] as number;
  const alongX = (ring[2 * to] as number) - fromX;
  const alongY = (ring[2 * to + 1] as number) - fromY;
  const x = (ring[2 * point] as number) - fromX;
  const y = (ring[2 * point + 1] as number) - fromY;
  const lengthSquared = alongX * alongX + alongY * alongY;
  const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (x * alongX + y * alongY) / lengthSquared));
  return Math.hypot(x - t * alongX, y - t * alongY);
}
