import type { BoxXywhPx, Geometry } from "@maskyard/annotations";

/** A text that two annotations share when they have the same category and shape, however their JSON was written. */
export function geometrySignature(categoryId: string, geometry: Geometry, boxXywhPx: BoxXywhPx): string {
  switch (geometry.type) {
    case "box":
      return `${categoryId} box ${boxXywhPx.join(",")}`;
    case "rle":
      return `${categoryId} rle ${geometry.rle.size.join("x")} ${geometry.rle.counts}`;
    case "polygon":
      return `${categoryId} polygon ${geometry.parts
        .map((part) => [part.outer, ...part.holes].map((ring) => ring.join(",")).join("/"))
        .join("|")}`;
  }
}
