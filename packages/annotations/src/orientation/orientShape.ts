import type { BoxXywhPx, Geometry, RingPx } from "../document/types.ts";
import { geometryBoxXywhPx } from "../geometry/geometryBoxXywhPx.ts";
import { maskRowMajorFromRle, rleFromMaskRowMajor } from "../geometry/rle.ts";

export interface StoredSize {
  /** Of the picture as stored, before its EXIF orientation is applied. */
  readonly widthPx: number;
  readonly heightPx: number;
}

type PointMap = (x: number, y: number, widthPx: number, heightPx: number) => readonly [x: number, y: number];

/** Where a point of the stored picture lies in the upright one, by EXIF orientation 1 to 8 (Exif 2.32, table 6). */
const uprightPoint: readonly PointMap[] = [
  (x, y) => [x, y],
  (x, y, w) => [w - x, y],
  (x, y, w, h) => [w - x, h - y],
  (x, y, _w, h) => [x, h - y],
  (x, y) => [y, x],
  (x, y, _w, h) => [h - y, x],
  (x, y, w, h) => [h - y, w - x],
  (x, y, w) => [y, w - x],
];

/** A shape drawn on the stored picture, as it lies on the upright one. */
export function orientShape(
  shape: { readonly geometry: Geometry; readonly boxXywhPx: BoxXywhPx },
  stored: StoredSize,
  exifOrientation: number,
): { geometry: Geometry; boxXywhPx: BoxXywhPx } {
  const map = uprightPoint[exifOrientation - 1];
  if (map === undefined) {
    throw new Error(`orientShape: expected an orientation from 1 to 8, got ${exifOrientation}`);
  }
  const { widthPx, heightPx } = stored;
  const ring = (points: RingPx): RingPx => {
    const mapped: number[] = [];
    for (let index = 0; index + 1 < points.length; index += 2) {
      mapped.push(...map(points[index] ?? 0, points[index + 1] ?? 0, widthPx, heightPx));
    }
    return mapped;
  };
  const [x, y, width, height] = shape.boxXywhPx;
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = ring([x, y, x + width, y + height]);
  const box: BoxXywhPx = [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
  switch (shape.geometry.type) {
    case "box":
      return { geometry: shape.geometry, boxXywhPx: box };
    case "polygon":
      return {
        geometry: {
          type: "polygon",
          parts: shape.geometry.parts.map((part) => ({ outer: ring(part.outer), holes: part.holes.map(ring) })),
        },
        boxXywhPx: box,
      };
    case "rle": {
      const geometry: Geometry = { type: "rle", rle: orientMask(shape.geometry.rle, map, exifOrientation >= 5) };
      return { geometry, boxXywhPx: geometryBoxXywhPx(geometry) ?? box };
    }
  }
}

function orientMask(
  rle: Extract<Geometry, { type: "rle" }>["rle"],
  map: PointMap,
  swapsSides: boolean,
): Extract<Geometry, { type: "rle" }>["rle"] {
  const [heightPx, widthPx] = rle.size;
  const mask = maskRowMajorFromRle(rle);
  const [uprightHeight, uprightWidth] = swapsSides ? [widthPx, heightPx] : [heightPx, widthPx];
  const upright = new Uint8Array(mask.length);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      if (mask[y * widthPx + x] !== 0) {
        // Pixels are mapped by their centres, which stay half-way between whole numbers.
        const [u, v] = map(x + 0.5, y + 0.5, widthPx, heightPx);
        upright[Math.floor(v) * uprightWidth + Math.floor(u)] = 1;
      }
    }
  }
  return rleFromMaskRowMajor(upright, uprightHeight, uprightWidth);
}
