import type { BoxXywhPx, Geometry, RingPx } from "../document/types.ts";
import type { ImageSize } from "../formats/reading/settleShape.ts";
import { geometryBoxXywhPx } from "../geometry/geometryBoxXywhPx.ts";
import { scaleRle } from "../geometry/scaleRle.ts";

/** A shape drawn in one size, as it lies in another. A mask has the size that it was drawn in, whatever `from` says. */
export function scaleShape(
  shape: { readonly geometry: Geometry; readonly boxXywhPx: BoxXywhPx },
  from: ImageSize,
  to: ImageSize,
): { geometry: Geometry; boxXywhPx: BoxXywhPx } {
  const { geometry } = shape;
  if (geometry.type === "rle") {
    const rle = scaleRle(geometry.rle, to.heightPx, to.widthPx);
    if (rle === geometry.rle) return shape;
    return { geometry: { type: "rle", rle }, boxXywhPx: geometryBoxXywhPx({ type: "rle", rle }) ?? shape.boxXywhPx };
  }
  const x = (value: number) => rounded((value * to.widthPx) / from.widthPx);
  const y = (value: number) => rounded((value * to.heightPx) / from.heightPx);
  const [left, top, width, height] = shape.boxXywhPx;
  const boxXywhPx: BoxXywhPx = [x(left), y(top), x(width), y(height)];
  if (geometry.type === "box") return { geometry, boxXywhPx };
  const ring = (points: RingPx): RingPx => points.map((value, i) => (i % 2 === 0 ? x(value) : y(value)));
  const parts = geometry.parts.map((part) => ({ outer: ring(part.outer), holes: part.holes.map(ring) }));
  return { geometry: { type: "polygon", parts }, boxXywhPx };
}

/** Rounding errors of the division are taken off. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
