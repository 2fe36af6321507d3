import {
  type BoxXywhPx,
  checkGeometry,
  checkPoints,
  clipToImage,
  type Geometry,
  geometryAreaPx,
  geometryBoxXywhPx,
  openRing,
} from "@maskyard/annotations";
import { InvalidInputError } from "../errors/expectedErrors.ts";

export interface GeometryInputValue {
  readonly parts?:
    | readonly {
        readonly outer: readonly number[];
        readonly holes?: readonly (readonly number[])[] | null | undefined;
      }[]
    | null
    | undefined;
  readonly box?:
    | { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
    | null
    | undefined;
}

export interface MeasuredImage {
  /** Upright. */
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Shape {
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
}

const LEAVE_OUT = "Leave out points that the outline does not need.";

/**
 * A drawn shape, cut to the image (upright pixels). Throws {@link InvalidInputError} when a ring has fewer than three
 * points or no area, a number is not finite, the shape has more than `pointsMax` points, or nothing of it lies in the image.
 */
export function parseGeometryInput(input: GeometryInputValue, image: MeasuredImage, pointsMax: number): Shape {
  const { geometry, boxXywhPx } = readShape(input);
  const excess = checkPoints(geometry, pointsMax);
  if (excess !== null) {
    throw new InvalidInputError(`The shape ${excess} (MASKYARD_MAX_SHAPE_POINTS). ${LEAVE_OUT}`, "geometry");
  }
  const problem = checkGeometry(geometry, boxXywhPx);
  if (problem !== null) {
    throw new InvalidInputError(`The shape has ${problem}.`, "geometry");
  }
  const clipped = clipToImage(geometry, boxXywhPx, image.heightPx, image.widthPx);
  if (clipped === null) {
    throw new InvalidInputError("The shape lies outside the image.", "geometry");
  }
  return {
    geometry: clipped.geometry,
    boxXywhPx: clipped.boxXywhPx,
    areaPx: geometryAreaPx(clipped.geometry, clipped.boxXywhPx),
  };
}

function readShape({ parts, box }: GeometryInputValue): { geometry: Geometry; boxXywhPx: BoxXywhPx } {
  if ((parts == null) === (box == null)) {
    throw new InvalidInputError("Give either `parts` (a polygon) or `box`.", "geometry");
  }
  if (box != null) {
    return { geometry: { type: "box" }, boxXywhPx: [box.x, box.y, box.width, box.height] };
  }
  const geometry: Geometry = {
    type: "polygon",
    parts: (parts ?? []).map((part) => ({
      outer: openRing(part.outer),
      holes: (part.holes ?? []).map((hole) => openRing(hole)),
    })),
  };
  return { geometry, boxXywhPx: geometryBoxXywhPx(geometry) ?? [0, 0, 0, 0] };
}
