import { partsFromRle } from "./partsFromRle.ts";
import type { BoxPx, MaskGeometry, Ring } from "./types.ts";

const cache = new WeakMap<MaskGeometry, readonly string[]>();

/**
 * SVG path data of a geometry in image pixels, one path per part, to be filled by the even-odd rule (holes). The same
 * text serves an SVG `<path>` and a canvas `Path2D`. A geometry that is only a box has its box as path.
 */
export function maskPathData(geometry: MaskGeometry, box: BoxPx): readonly string[] {
  let paths = cache.get(geometry);
  if (paths === undefined) {
    paths = makePaths(geometry, box);
    cache.set(geometry, paths);
  }
  return paths;
}

function makePaths(geometry: MaskGeometry, box: BoxPx): readonly string[] {
  if (geometry.kind === "BOX") return [boxPathData(box)];
  const parts = geometry.kind === "RLE" && geometry.rle ? partsFromRle(geometry.rle) : geometry.parts;
  return parts.map(({ outer, holes }) => [outer, ...holes].map(ringPathData).join(""));
}

/** "M0 0L4 0L4 3Z"; empty for a ring without points. */
export function ringPathData(ring: Ring): string {
  if (ring.length < 2) return "";
  let path = `M${ring[0]} ${ring[1]}`;
  for (let i = 2; i + 1 < ring.length; i += 2) path += `L${ring[i]} ${ring[i + 1]}`;
  return `${path}Z`;
}

export function boxPathData({ x, y, width, height }: BoxPx): string {
  return `M${x} ${y}h${width}v${height}h${-width}Z`;
}
