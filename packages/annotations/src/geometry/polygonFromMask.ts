import type { Geometry, PolygonPart, RingPx } from "../document/types.ts";
import { labelComponents } from "./labelComponents.ts";
import { signedRingAreaPx } from "./signedRingAreaPx.ts";

/**
 * Traces a mask's outlines along pixel edges: one part for each 4-connected piece, in reading order, with its holes.
 * Drawn again by {@link runsFromGeometry} it gives the same mask. Corners only; coordinates are whole pixels.
 *
 * @param maskRowMajor pixel (y, x) at `y * widthPx + x`; non-zero is foreground.
 */
export function polygonFromMask(
  maskRowMajor: ArrayLike<number>,
  heightPx: number,
  widthPx: number,
): Extract<Geometry, { type: "polygon" }> {
  const labels = labelComponents(maskRowMajor, heightPx, widthPx);
  const parts = new Map<number, { outer: RingPx; holes: RingPx[] }>();
  for (const { ring, label } of traceRings(labels, heightPx, widthPx)) {
    const part = parts.get(label) ?? { outer: [], holes: [] };
    // Foreground is kept on the right hand: outlines run clockwise on the screen, holes the other way.
    if (signedRingAreaPx(ring) > 0) part.outer = ring;
    else part.holes.push(ring);
    parts.set(label, part);
  }
  return { type: "polygon", parts: [...parts.values()] satisfies PolygonPart[] };
}

// Directions around a corner, clockwise on the screen: right, down, left, up.
const STEP_X = [1, 0, -1, 0] as const;
const STEP_Y = [0, 1, 0, -1] as const;
// From a corner going in a direction, the pixel on the right hand ahead and the one on the left hand ahead.
const RIGHT_PIXEL_X = [0, -1, -1, 0] as const;
const RIGHT_PIXEL_Y = [0, 0, -1, -1] as const;
const LEFT_PIXEL_X = [0, 0, -1, -1] as const;
const LEFT_PIXEL_Y = [-1, 0, 0, -1] as const;

function traceRings(labels: Int32Array, heightPx: number, widthPx: number): { ring: number[]; label: number }[] {
  const labelAt = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= widthPx || y >= heightPx ? 0 : (labels[y * widthPx + x] as number);
  // Every ring has an edge going right along the top of a foreground pixel (an outline) or of the pixel below a hole.
  const visitedTop = new Uint8Array(labels.length);
  const rings: { ring: number[]; label: number }[] = [];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const label = labelAt(x, y);
      if (label === 0 || labelAt(x, y - 1) === label || visitedTop[y * widthPx + x] === 1) continue;
      rings.push({ ring: traceOne(x, y, label), label });
    }
  }
  return rings;

  function traceOne(startX: number, startY: number, label: number): number[] {
    const ring: number[] = [];
    let x = startX;
    let y = startY;
    let direction = 0;
    do {
      if (direction === 0) visitedTop[y * widthPx + x] = 1;
      x += STEP_X[direction] as number;
      y += STEP_Y[direction] as number;
      const onRight = labelAt(x + (RIGHT_PIXEL_X[direction] as number), y + (RIGHT_PIXEL_Y[direction] as number));
      const onLeft = labelAt(x + (LEFT_PIXEL_X[direction] as number), y + (LEFT_PIXEL_Y[direction] as number));
      // Where two pixels meet at a corner only, turning right stays with the pixel at hand (4-connected).
      const turn = onRight !== label ? 1 : onLeft === label ? 3 : 0;
      if (turn !== 0) ring.push(x, y);
      direction = (direction + turn) % 4;
    } while (x !== startX || y !== startY || direction !== 0);
    return ring;
  }
}
