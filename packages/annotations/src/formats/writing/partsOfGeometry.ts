import type { BoxXywhPx, Geometry, PolygonPart, RingPx } from "../../document/types.ts";
import { polygonFromMask } from "../../geometry/polygonFromMask.ts";
import { runsFromRle } from "../../geometry/rle.ts";
import type { RunLengths } from "../../geometry/runLengths.ts";
import { cropOfRuns } from "./cropOfRuns.ts";

/** A shape as polygon parts: masks by their outline along pixel edges, boxes by their corners. */
export function partsOfGeometry(geometry: Geometry, [x, y, width, height]: BoxXywhPx): readonly PolygonPart[] {
  switch (geometry.type) {
    case "polygon":
      return geometry.parts;
    case "rle":
      return outlinesOfRuns(runsFromRle(geometry.rle));
    case "box":
      return [{ outer: [x, y, x + width, y, x + width, y + height, x, y + height], holes: [] }];
  }
}

/** A mask's outlines along pixel edges, see {@link polygonFromMask}. */
export function outlinesOfRuns(runs: RunLengths): PolygonPart[] {
  const { maskRowMajor, heightPx, widthPx, leftPx, topPx } = cropOfRuns(runs);
  const moved = (ring: RingPx): RingPx => ring.map((value, i) => value + (i % 2 === 0 ? leftPx : topPx));
  const { parts } = polygonFromMask(maskRowMajor, heightPx, widthPx);
  return parts.map(({ outer, holes }) => ({ outer: moved(outer), holes: holes.map(moved) }));
}
