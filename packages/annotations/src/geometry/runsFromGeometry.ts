import type { BoxXywhPx, Geometry, PolygonPart } from "../document/types.ts";
import { mergeRuns } from "./mergeRuns.ts";
import { runsFromRle } from "./rle.ts";
import type { RunLengths } from "./runLengths.ts";
import { runsFromRing } from "./runsFromRing.ts";

/**
 * The pixels of an annotation: parts united, holes cut out of their own part, a box filled.
 *
 * @param boxXywhPx the annotation's box; used by geometry `box` only.
 * @throws RangeError on coordinates that are not finite, or run lengths of another size than the image.
 */
export function runsFromGeometry(
  geometry: Geometry,
  boxXywhPx: BoxXywhPx,
  heightPx: number,
  widthPx: number,
): RunLengths {
  switch (geometry.type) {
    case "polygon": {
      if (geometry.parts.length === 0) return { heightPx, widthPx, counts: Uint32Array.of(heightPx * widthPx) };
      return mergeRuns(
        geometry.parts.map((part) => runsFromPart(part, heightPx, widthPx)),
        "union",
      );
    }
    case "rle": {
      const runs = runsFromRle(geometry.rle);
      if (runs.heightPx !== heightPx || runs.widthPx !== widthPx) {
        throw new RangeError(
          `runsFromGeometry: expected a mask of ${heightPx} x ${widthPx}, got ${runs.heightPx} x ${runs.widthPx}`,
        );
      }
      return runs;
    }
    case "box": {
      const [x, y, width, height] = boxXywhPx;
      return runsFromRing([x, y, x, y + height, x + width, y + height, x + width, y], heightPx, widthPx);
    }
  }
}

function runsFromPart(part: PolygonPart, heightPx: number, widthPx: number): RunLengths {
  const rings = [part.outer, ...part.holes];
  return mergeRuns(
    rings.map((ring) => runsFromRing(ring, heightPx, widthPx)),
    "difference",
  );
}
