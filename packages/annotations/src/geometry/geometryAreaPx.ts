import type { BoxXywhPx, Geometry, RingPx } from "../document/types.ts";
import { describeRasterised, measureRing } from "./measureRing.ts";
import { rleAreaPx } from "./rle.ts";

export interface GeometryMeasure {
  readonly areaPx: number;
  /** Why the area is not exact, as the end of a sentence that begins with the shape; null where it is. */
  readonly caveat: string | null;
}

/**
 * Polygons by {@link measureRing}, holes taken off, parts added up (parts that overlap count twice, as they do in COCO files); run lengths
 * by counting pixels; a box by its sides.
 */
export function measureGeometry(geometry: Geometry, boxXywhPx: BoxXywhPx): GeometryMeasure {
  switch (geometry.type) {
    case "polygon": {
      let caveat: string | null = null;
      const areaOf = (ring: RingPx): number => {
        const { areaPx, isRasterised } = measureRing(ring);
        if (isRasterised) caveat = describeRasterised(ring);
        return areaPx;
      };
      let areaPx = 0;
      for (const { outer, holes } of geometry.parts) {
        areaPx += Math.max(
          0,
          holes.reduce((area, hole) => area - areaOf(hole), areaOf(outer)),
        );
      }
      return { areaPx, caveat };
    }
    case "rle":
      return { areaPx: rleAreaPx(geometry.rle), caveat: null };
    case "box":
      return { areaPx: boxXywhPx[2] * boxXywhPx[3], caveat: null };
  }
}

/** The area alone, see {@link measureGeometry}. */
export function geometryAreaPx(geometry: Geometry, boxXywhPx: BoxXywhPx): number {
  return measureGeometry(geometry, boxXywhPx).areaPx;
}
