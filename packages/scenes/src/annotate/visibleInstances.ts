import { type BoxXywhPx, geometryAreaPx, type PolygonPart, ringAreaPx, ringsBoxXywhPx } from "@maskyard/annotations";
import type { PointPx } from "../geometry/Point.ts";
import { type BoxXyxyPx, boxOfOutline } from "../object/boxOfOutline.ts";
import type { CategoryName, OutlinePiece, SceneObject } from "../object/SceneObject.ts";
import { differenceOf, intersectionOf, type Polygon, type Ring, unionOf } from "./polygonClipping.ts";

/** Pieces of a visible part smaller than this are left out, and holes smaller than this are filled. */
export const LEAST_PART_PX = 6;
/** A car or board is in the picture only when at least this much of it can be seen ... */
export const LEAST_VISIBLE_PX = 30;
/** ... and at least this share of its whole outline, the part beyond the frame included. */
export const LEAST_VISIBLE_SHARE = 0.12;

export interface SceneInstance {
  readonly categoryName: CategoryName;
  /** Exactly what can be seen: the outline minus everything in front of it, clipped to the picture. */
  readonly parts: readonly PolygonPart[];
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
  /** Share of the part inside the picture that other things hide. */
  readonly hiddenShare: number;
  /** Whether the outline goes on beyond the frame. */
  readonly isCutByFrame: boolean;
}

/**
 * The visible part of every car and sign board, as polygons.
 * @param objects in the order they are painted, the farthest first.
 */
export function visibleInstances(
  objects: readonly SceneObject[],
  widthPx: number,
  heightPx: number,
): { instances: SceneInstance[]; unrecognisable: Set<SceneObject> } {
  const boxes = objects.map((object) => boxOfOutline(object.outline));
  const frame: Polygon = [
    [
      [0, 0],
      [widthPx, 0],
      [widthPx, heightPx],
      [0, heightPx],
    ],
  ];
  const instances: SceneInstance[] = [];
  const unrecognisable = new Set<SceneObject>();
  objects.forEach((object, i) => {
    if (object.categoryName === null) return;
    const box = boxes[i] as BoxXyxyPx;
    const whole = unionOf(object.outline.map(polygonOf));
    const isInside = box[0] >= 0 && box[1] >= 0 && box[2] <= widthPx && box[3] <= heightPx;
    const inFrame = isInside ? whole : intersectionOf(whole, frame);
    const hiders = objects
      .slice(i + 1)
      .filter((_, k) => boxesOverlap(box, boxes[i + 1 + k] as BoxXyxyPx))
      .flatMap((other) => other.outline.filter((piece) => boxesOverlap(box, boxOfOutline([piece]))));
    const visible = differenceOf(inFrame, hiders.map(polygonOf));
    const parts = visible.map(partOf).filter((part) => partsAreaPx([part]) >= LEAST_PART_PX);
    const areaPx = roundPx(partsAreaPx(parts));
    const wholeArea = polygonsAreaPx(whole);
    if (areaPx < LEAST_VISIBLE_PX || areaPx < LEAST_VISIBLE_SHARE * wholeArea) {
      unrecognisable.add(object);
      return;
    }
    const inFrameArea = polygonsAreaPx(inFrame);
    instances.push({
      categoryName: object.categoryName,
      parts,
      boxXywhPx: boxOfParts(parts),
      areaPx,
      hiddenShare: Math.max(0, 1 - areaPx / inFrameArea),
      isCutByFrame: inFrameArea < wholeArea - 1,
    });
  });
  return { instances, unrecognisable };
}

/** With the two decimals that the picture is painted with. */
function polygonOf(piece: OutlinePiece): Polygon {
  return [piece.outer, ...piece.holes].map((ring) =>
    ring.map(([x, y]: PointPx): [number, number] => [roundPx(x), roundPx(y)]),
  );
}

function partOf(polygon: Polygon): PolygonPart {
  const [outer, ...holes] = polygon.map(flatRing);
  return { outer: outer ?? [], holes: holes.filter((hole) => ringAreaPx(hole) >= LEAST_PART_PX) };
}

/** Flat, two decimals, no point twice in a row, the first not repeated at the end. */
function flatRing(ring: Ring): number[] {
  const flat: number[] = [];
  for (const [x, y] of ring) {
    const [rx, ry] = [roundPx(x), roundPx(y)];
    if (flat.at(-2) !== rx || flat.at(-1) !== ry) flat.push(rx, ry);
  }
  if (flat.length > 2 && flat[0] === flat.at(-2) && flat[1] === flat.at(-1)) flat.length -= 2;
  return flat;
}

function roundPx(value: number): number {
  return Math.round(value * 100) / 100;
}

function partsAreaPx(parts: readonly PolygonPart[]): number {
  return geometryAreaPx({ type: "polygon", parts }, [0, 0, 0, 0]);
}

function polygonsAreaPx(polygons: readonly Polygon[]): number {
  return partsAreaPx(
    polygons.map(([outer, ...holes]) => ({ outer: (outer ?? []).flat(), holes: holes.map((hole) => hole.flat()) })),
  );
}

function boxOfParts(parts: readonly PolygonPart[]): BoxXywhPx {
  const [left, top, width, height] = ringsBoxXywhPx(parts.map((part) => part.outer));
  return [left, top, roundPx(width), roundPx(height)];
}

function boxesOverlap(a: BoxXyxyPx, b: BoxXyxyPx): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
