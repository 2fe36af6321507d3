import type { BoxPx, Ring } from "../../../mask/types.ts";

/** A shape that can be edited: polygon parts, or a box alone. Upright image pixels. */
export type EditableShape =
  | { readonly kind: "POLYGON"; readonly parts: readonly PolygonPart[] }
  | { readonly kind: "BOX"; readonly box: BoxPx };

export interface PolygonPart {
  readonly outer: Ring;
  readonly holes: readonly Ring[];
}

export interface PointPx {
  readonly x: number;
  readonly y: number;
}

export interface ImageSizePx {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A vertex: of part `part`, ring 0 is the outline and the holes follow. */
export interface VertexPlace {
  readonly part: number;
  readonly ring: number;
  readonly vertex: number;
}

/** A twentieth of a pixel is finer than anyone points, and keeps the numbers short. */
function round(value: number): number {
  return Math.round(value * 20) / 20;
}

export function clampPoint({ x, y }: PointPx, { widthPx, heightPx }: ImageSizePx): PointPx {
  return { x: round(Math.min(Math.max(x, 0), widthPx)), y: round(Math.min(Math.max(y, 0), heightPx)) };
}

/** The whole shape moved; it stops at the image's border as a whole, so its form stays. */
export function moveShape(shape: EditableShape, by: PointPx, size: ImageSizePx): EditableShape {
  const { x, y, width, height } = shapeBox(shape);
  const dx = Math.min(Math.max(by.x, -x), size.widthPx - x - width);
  const dy = Math.min(Math.max(by.y, -y), size.heightPx - y - height);
  if (shape.kind === "BOX") return { kind: "BOX", box: { ...shape.box, x: round(x + dx), y: round(y + dy) } };
  const shift = (ring: Ring): Ring => ring.map((value, i) => round(value + (i % 2 === 0 ? dx : dy)));
  return {
    kind: "POLYGON",
    parts: shape.parts.map(({ outer, holes }) => ({ outer: shift(outer), holes: holes.map(shift) })),
  };
}

/** One vertex moved to a point; within the image. */
export function moveVertex(
  parts: readonly PolygonPart[],
  place: VertexPlace,
  to: PointPx,
  size: ImageSizePx,
): readonly PolygonPart[] {
  const { x, y } = clampPoint(to, size);
  return changeRing(parts, place, (ring) => ring.toSpliced(place.vertex * 2, 2, x, y));
}

/** A vertex more, after `place`, at a point. */
export function insertVertex(
  parts: readonly PolygonPart[],
  place: VertexPlace,
  at: PointPx,
  size: ImageSizePx,
): readonly PolygonPart[] {
  const { x, y } = clampPoint(at, size);
  return changeRing(parts, place, (ring) => ring.toSpliced(place.vertex * 2 + 2, 0, x, y));
}

/** A vertex less; a triangle keeps its three, then the parts come back as they are. */
export function removeVertex(parts: readonly PolygonPart[], place: VertexPlace): readonly PolygonPart[] {
  return changeRing(parts, place, (ring) => (ring.length <= 6 ? ring : ring.toSpliced(place.vertex * 2, 2)));
}

function changeRing(
  parts: readonly PolygonPart[],
  place: VertexPlace,
  change: (ring: number[]) => Ring,
): readonly PolygonPart[] {
  return parts.map((part, p) => {
    if (p !== place.part) return part;
    if (place.ring === 0) return { ...part, outer: change([...part.outer]) };
    return { ...part, holes: part.holes.map((hole, h) => (h + 1 === place.ring ? change([...hole]) : hole)) };
  });
}

/** The box between two corners in any order, within the image. */
export function boxBetween(a: PointPx, b: PointPx, size: ImageSizePx): BoxPx {
  const from = clampPoint(a, size);
  const to = clampPoint(b, size);
  const x = Math.min(from.x, to.x);
  const y = Math.min(from.y, to.y);
  return { x, y, width: round(Math.max(from.x, to.x) - x), height: round(Math.max(from.y, to.y) - y) };
}

/** The smallest box around a shape. */
export function shapeBox(shape: EditableShape): BoxPx {
  if (shape.kind === "BOX") return shape.box;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { outer } of shape.parts) {
    for (let i = 0; i + 1 < outer.length; i += 2) {
      left = Math.min(left, outer[i] as number);
      right = Math.max(right, outer[i] as number);
      top = Math.min(top, outer[i + 1] as number);
      bottom = Math.max(bottom, outer[i + 1] as number);
    }
  }
  return left > right
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
