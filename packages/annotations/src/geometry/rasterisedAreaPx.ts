import type { RingPx } from "../document/types.ts";

/** A tangled ring's box is measured on a grid of this many cells a side. */
export const RASTER_CELLS = 1024;

/**
 * What a ring encloses by the even-odd rule, counted on a grid of {@link RASTER_CELLS} x {@link RASTER_CELLS} cells over its box: those
 * whose middle lies inside. Costs a step for every row that an edge crosses, however often edges cross each other.
 */
export function rasterisedAreaPx(ring: RingPx): number {
  const points = Math.floor(ring.length / 2);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points; i++) {
    left = Math.min(left, ring[2 * i] as number);
    right = Math.max(right, ring[2 * i] as number);
    top = Math.min(top, ring[2 * i + 1] as number);
    bottom = Math.max(bottom, ring[2 * i + 1] as number);
  }
  const cellWidth = (right - left) / RASTER_CELLS;
  const cellHeight = (bottom - top) / RASTER_CELLS;
  if (!(cellWidth > 0 && cellHeight > 0)) return 0;
  // Of each cell whether an odd number of edges passes between its middle and the one before; the column at the end takes the rest.
  const isToggle = new Uint8Array(RASTER_CELLS * (RASTER_CELLS + 1));
  for (let i = 0; i < points; i++) {
    const j = (i + 1) % points;
    let x0 = ((ring[2 * i] as number) - left) / cellWidth;
    let y0 = ((ring[2 * i + 1] as number) - top) / cellHeight;
    let x1 = ((ring[2 * j] as number) - left) / cellWidth;
    let y1 = ((ring[2 * j + 1] as number) - top) / cellHeight;
    if (y0 > y1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    const rowEnd = Math.min(RASTER_CELLS, Math.ceil(y1 - 0.5));
    const slope = (x1 - x0) / (y1 - y0);
    for (let row = Math.max(0, Math.ceil(y0 - 0.5)); row < rowEnd; row++) {
      const x = x0 + (row + 0.5 - y0) * slope;
      const at = row * (RASTER_CELLS + 1) + Math.min(RASTER_CELLS, Math.max(0, Math.ceil(x - 0.5)));
      isToggle[at] = 1 - (isToggle[at] as number);
    }
  }
  let cells = 0;
  for (let row = 0; row < RASTER_CELLS; row++) {
    let inside = 0;
    const start = row * (RASTER_CELLS + 1);
    for (let at = start; at < start + RASTER_CELLS; at++) {
      inside ^= isToggle[at] as number;
      cells += inside;
    }
  }
  return cells * cellWidth * cellHeight;
}
