import type { PolygonPart, RingPx } from "../../document/types.ts";
import { signedRingAreaPx } from "../../geometry/signedRingAreaPx.ts";

/**
 * All parts and holes of a polygon as one ring, joined by seams of no width that run there and back between near
 * points. Filled even-odd it covers the same pixels, and it has the same area.
 */
export function seamedRing(parts: readonly PolygonPart[]): RingPx {
  const [first] = parts;
  if (first !== undefined && parts.length === 1 && first.holes.length === 0) return first.outer;
  const seamed = { ring: [] as number[], tests: 0 };
  for (const part of parts) {
    join(seamed, oriented(part.outer, 1));
    for (const hole of part.holes) join(seamed, oriented(hole, -1));
  }
  return seamed.ring;
}

function oriented(ring: RingPx, sign: 1 | -1): number[] {
  if (signedRingAreaPx(ring) * sign >= 0) return [...ring];
  const turned: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) turned.push(ring[i] as number, ring[i + 1] as number);
  return turned;
}

/** Pairs of points looked at for the nearest, of one shape. */
const TESTS_MAX = 20_000_000;

/** Where that would be too many, the seam begins at the last point, wherever the next ring lies: it is longer, and covers as little. */
function join(seamed: { ring: number[]; tests: number }, next: readonly number[]): void {
  const { ring } = seamed;
  seamed.tests += (ring.length / 2) * (next.length / 2);
  if (seamed.tests > TESTS_MAX && ring.length > 0) {
    const [x, y] = [ring.at(-2) as number, ring.at(-1) as number];
    for (const value of next) ring.push(value);
    ring.push(next[0] as number, next[1] as number, x, y);
  } else {
    seamed.ring = joined(ring, next);
  }
}

function joined(ring: readonly number[], next: readonly number[]): number[] {
  if (ring.length === 0) return [...next];
  let from = 0;
  let to = 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ring.length; i += 2) {
    for (let j = 0; j < next.length; j += 2) {
      const dx = (ring[i] as number) - (next[j] as number);
      const dy = (ring[i + 1] as number) - (next[j + 1] as number);
      const distance = dx * dx + dy * dy;
      if (distance < nearest) {
        nearest = distance;
        from = i;
        to = j;
      }
    }
  }
  return [...ring.slice(0, from + 2), ...next.slice(to), ...next.slice(0, to + 2), ...ring.slice(from)];
}
