import type { RingPx } from "../document/types.ts";

/** Whether all points lie on the line from the first to the one farthest from it, as far as rounding lets them. */
export function isOnOneLine(ring: RingPx): boolean {
  const [x0, y0] = [ring[0] as number, ring[1] as number];
  let [farX, farY] = [0, 0];
  for (let i = 2; i + 1 < ring.length; i += 2) {
    const [x, y] = [(ring[i] as number) - x0, (ring[i + 1] as number) - y0];
    if (x * x + y * y > farX * farX + farY * farY) [farX, farY] = [x, y];
  }
  const doubt = 1e-12 * (farX * farX + farY * farY);
  for (let i = 2; i + 1 < ring.length; i += 2) {
    if (Math.abs(((ring[i] as number) - x0) * farY - ((ring[i + 1] as number) - y0) * farX) > doubt) return false;
  }
  return true;
}
