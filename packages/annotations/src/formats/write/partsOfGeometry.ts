import type { BoxXywhPx, Geometry, PolygonPart } from "../../document/types.ts";
import { polygonFromMask } from "../../geometry/polygonFromMask.ts";
import { maskRowMajorFromRle } from "../../geometry/rle.ts";

/** A shape as polygon parts: masks by their outline along pixel edges, boxes by their corners. */
export function partsOfGeometry(geometry: Geometry, [x, y, width, height]: BoxXywhPx): readonly PolygonPart[] {
  switch (geometry.type) {
    case "polygon":
      return geometry.parts;
    case "rle":
      return polygonFromMask(maskRowMajorFromRle(geometry.rle), ...geometry.rle.size).parts;
    case "box":
      return [{ outer: [x, y, x + width, y, x + width, y + height, x, y + height], holes: [] }];
  }
}
