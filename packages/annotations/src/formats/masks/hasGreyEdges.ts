import type { ReadMask } from "./readMaskIndices.ts";

/** So many of the greys must be edges: a few specks are left by editors and by JPEG. */
const EDGE_SHARE_MIN = 0.9;

/**
 * Whether a mask is white objects on black whose edges were smoothed, by drawing or by resizing: between white and black each grey has
 * a lighter and a darker neighbour. A number an object has equal ones.
 */
export function hasGreyEdges({ samples, widthPx, heightPx, white }: ReadMask): boolean {
  if (white === null || white === 1) return false;
  let hasWhite = false;
  let greys = 0;
  let edges = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const value = samples[y * widthPx + x] as number;
      if (value === white) hasWhite = true;
      if (value === 0 || value === white) continue;
      greys++;
      let isLower = false;
      let isHigher = false;
      for (let v = Math.max(0, y - 1); v <= Math.min(heightPx - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(widthPx - 1, x + 1); u++) {
          const neighbour = samples[v * widthPx + u] as number;
          isLower ||= neighbour > value;
          isHigher ||= neighbour < value;
        }
      }
      if (isLower && isHigher) edges++;
    }
  }
  return hasWhite && greys > 0 && edges >= EDGE_SHARE_MIN * greys;
}
