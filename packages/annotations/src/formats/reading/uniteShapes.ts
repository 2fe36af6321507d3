import type { BoxXywhPx, Geometry, PolygonPart } from "../../document/types.ts";
import { geometryAreaPx } from "../../geometry/geometryAreaPx.ts";
import { geometryBoxXywhPx } from "../../geometry/geometryBoxXywhPx.ts";
import { mergeRuns } from "../../geometry/mergeRuns.ts";
import { rleFromRuns } from "../../geometry/rle.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";
import type { ImageSize, SettledShape } from "./settleShape.ts";

/**
 * The shapes of one instance as one shape: polygons and boxes stay polygon parts; with a mask among them all become
 * pixels.
 * @param size needed where a shape is a mask, which always has one.
 */
export function uniteShapes(shapes: readonly SettledShape[], size: ImageSize | null): SettledShape {
  const first = shapes[0];
  if (first === undefined) throw new RangeError("uniteShapes: expected at least one shape, got none");
  if (shapes.length === 1) return first;
  const hasMask = shapes.some((shape) => shape.geometry.type === "rle");
  const geometry: Geometry =
    hasMask && size !== null
      ? {
          type: "rle",
          rle: rleFromRuns(
            mergeRuns(
              shapes.map((shape) => runsFromGeometry(shape.geometry, shape.boxXywhPx, size.heightPx, size.widthPx)),
              "union",
            ),
          ),
        }
      : { type: "polygon", parts: shapes.flatMap(partsOf) };
  const boxXywhPx = geometryBoxXywhPx(geometry) ?? first.boxXywhPx;
  const wasClipped = shapes.some((shape) => shape.wasClipped);
  return { geometry, boxXywhPx, areaPx: geometryAreaPx(geometry, boxXywhPx), wasClipped };
}

function partsOf(shape: SettledShape): readonly PolygonPart[] {
  if (shape.geometry.type === "polygon") return shape.geometry.parts;
  return [{ outer: ringOfBox(shape.boxXywhPx), holes: [] }];
}

function ringOfBox([x, y, width, height]: BoxXywhPx): number[] {
  return [x, y, x + width, y, x + width, y + height, x, y + height];
}
