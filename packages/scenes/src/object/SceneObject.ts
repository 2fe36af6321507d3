import type { Drawing } from "../drawing/Drawing.ts";
import type { PointPx } from "../geometry/Point.ts";

export type CategoryName = "car" | "sign board";

/** A ring and the rings cut out of it. */
export interface OutlinePiece {
  readonly outer: readonly PointPx[];
  readonly holes: readonly (readonly PointPx[])[];
}

/** One thing in the street, already in pixels. */
export interface SceneObject {
  /** Painter's order: the farthest is painted first. */
  readonly distanceM: number;
  readonly drawing: Drawing;
  /** Everything opaque the drawing paints, as a union of pieces: what it hides of the things behind it. */
  readonly outline: readonly OutlinePiece[];
  /** Only what is to be found has a category; look-alikes have none. */
  readonly categoryName: CategoryName | null;
  /** What it leaves on the ground or the wall behind it; painted before every object, and hides nothing. */
  readonly shadow?: Drawing;
}

export function solidPieces(rings: readonly (readonly PointPx[])[]): OutlinePiece[] {
  return rings.filter((ring) => ring.length >= 3).map((outer) => ({ outer, holes: [] }));
}
