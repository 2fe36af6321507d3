import type { RingPx } from "../document/types.ts";

/**
 * Leaves out points that lie within `tolerancePx` of the line between their neighbours kept (Douglas and Peucker 1973).
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
  const open: [number, number][] = [
    [0, far],
    [far, points],
  ];
  let distancePx = 0;
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
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
      keep[worst] = 1;
      open.push([from, worst], [worst, to]);
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
