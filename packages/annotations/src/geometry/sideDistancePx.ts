import type { BoxXywhPx } from "../document/types.ts";

/** The largest distance of two corresponding sides of boxes. */
export function sideDistancePx(a: BoxXywhPx, b: BoxXywhPx): number {
  return Math.max(
    Math.abs(a[0] - b[0]),
    Math.abs(a[1] - b[1]),
    Math.abs(a[0] + a[2] - b[0] - b[2]),
    Math.abs(a[1] + a[3] - b[1] - b[3]),
  );
}
