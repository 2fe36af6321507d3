import type { BoxXywhPx, Geometry } from "../document/types.ts";
import { ringAreaPx } from "./ringAreaPx.ts";
import { rleAreaPx } from "./rle.ts";

/**
 * Polygons by the shoelace formula, holes taken off, parts added up (parts that overlap count twice, as they do in
 * COCO files); run lengths by counting pixels; a box by its sides.
 */
export function geometryAreaPx(geometry: Geometry, boxXywhPx: BoxXywhPx): number {
  switch (geometry.type) {
    case "polygon":
      return geometry.parts.reduce(
        (sum, part) =>
          sum +
          Math.max(
            0,
            part.holes.reduce((area, hole) => area - ringAreaPx(hole), ringAreaPx(part.outer)),
          ),
        0,
      );
    case "rle":
      return rleAreaPx(geometry.rle);
    case "box":
      return boxXywhPx[2] * boxXywhPx[3];
  }
}
