import type { RingPx } from "../document/types.ts";

/** Signed shoelace area: positive where the ring runs clockwise on the screen (y grows downwards). */
export function signedRingAreaPx(ring: RingPx): number {
  const length = ring.length - (ring.length % 2);
  if (length < 6) return 0;
  // Relative to the first point, so that small rings far from the origin lose no digits.
  const originX = ring[0] as number;
  const originY = ring[1] as number;
  let doubled = 0;
  for (let i = 0; i < length; i += 2) {
    const j = (i + 2) % length;
    const x0 = (ring[i] as number) - originX;
    const y0 = (ring[i + 1] as number) - originY;
    const x1 = (ring[j] as number) - originX;
    const y1 = (ring[j + 1] as number) - originY;
    doubled += x0 * y1 - x1 * y0;
  }
  return doubled / 2;
}
