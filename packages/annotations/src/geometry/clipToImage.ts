import type { BoxXywhPx, Geometry, PolygonPart } from "../document/types.ts";
import { clipRingToBox } from "./clipRingToBox.ts";
import { geometryBoxXywhPx } from "./geometryBoxXywhPx.ts";
import { ringAreaPx } from "./ringAreaPx.ts";

export interface ClippedShape {
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  /** False where everything lay inside the image already; geometry and box are then the ones given. */
  readonly wasClipped: boolean;
}

/** Coordinates this far outside count as inside: tools write 1023.9999999 and 1024.0000001 for the edge. */
const EDGE_TOLERANCE_PX = 1e-6;

/**
 * Cuts a shape to the image, x in [0, widthPx] and y in [0, heightPx]. Run lengths have the image's size already.
 * @returns null when nothing with an area is left.
 */
export function clipToImage(
  geometry: Geometry,
  boxXywhPx: BoxXywhPx,
  heightPx: number,
  widthPx: number,
): ClippedShape | null {
  if (geometry.type === "rle") return { geometry, boxXywhPx, wasClipped: false };
  const extent = geometryBoxXywhPx(geometry) ?? boxXywhPx;
  if (isInside(extent, heightPx, widthPx)) return { geometry, boxXywhPx, wasClipped: false };

  if (geometry.type === "box") {
    const box = clipBoxToImage(boxXywhPx, heightPx, widthPx);
    return box && { geometry, boxXywhPx: box, wasClipped: true };
  }
  const parts = geometry.parts
    .map((part) => clipPart(part, heightPx, widthPx))
    .filter((part): part is PolygonPart => part !== null);
  if (parts.length === 0) return null;
  const clipped: Geometry = { type: "polygon", parts };
  return { geometry: clipped, boxXywhPx: geometryBoxXywhPx(clipped) as BoxXywhPx, wasClipped: true };
}

/** @returns null when no area is left. */
export function clipBoxToImage(boxXywhPx: BoxXywhPx, heightPx: number, widthPx: number): BoxXywhPx | null {
  const left = Math.min(Math.max(boxXywhPx[0], 0), widthPx);
  const top = Math.min(Math.max(boxXywhPx[1], 0), heightPx);
  const right = Math.min(Math.max(boxXywhPx[0] + boxXywhPx[2], 0), widthPx);
  const bottom = Math.min(Math.max(boxXywhPx[1] + boxXywhPx[3], 0), heightPx);
  return right > left && bottom > top ? [left, top, right - left, bottom - top] : null;
}

function clipPart(part: PolygonPart, heightPx: number, widthPx: number): PolygonPart | null {
  const outer = clipRingToBox(part.outer, 0, 0, widthPx, heightPx);
  if (ringAreaPx(outer) === 0) return null;
  const holes = part.holes
    .map((hole) => clipRingToBox(hole, 0, 0, widthPx, heightPx))
    .filter((hole) => ringAreaPx(hole) > 0);
  return { outer, holes };
}

function isInside([x, y, width, height]: BoxXywhPx, heightPx: number, widthPx: number): boolean {
  return (
    x >= -EDGE_TOLERANCE_PX &&
    y >= -EDGE_TOLERANCE_PX &&
    x + width <= widthPx + EDGE_TOLERANCE_PX &&
    y + height <= heightPx + EDGE_TOLERANCE_PX
  );
}
