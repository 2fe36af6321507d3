import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import type { WriteContext } from "../writing/OutputFile.ts";
import { oneRingOf } from "../writing/oneRingOf.ts";

type ViaOutputShape =
  | { readonly name: "rect"; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly name: "polygon"; readonly all_points_x: readonly number[]; readonly all_points_y: readonly number[] };

/** A region as VIA writes it in JSON, and in two cells of its CSV. */
export interface ViaOutputRegion {
  readonly shape_attributes: ViaOutputShape;
  readonly region_attributes: { readonly label: string };
}

/** The region of an annotation, one ring or a rectangle; none, with a note, where VIA cannot hold it. */
export function viaRegionOf(
  annotation: DocumentAnnotation,
  image: DocumentImage,
  context: WriteContext,
): ViaOutputRegion[] {
  const { geometry, boxXywhPx, categoryName, isCrowd } = annotation;
  const region = (shape: ViaOutputShape) => [{ shape_attributes: shape, region_attributes: { label: categoryName } }];
  if (isCrowd) {
    context.note(annotation, "dropped", "a crowd: the format cannot mark it, and it is not one object");
    return [];
  }
  if (geometry.type === "box") {
    const [x, y, width, height] = boxXywhPx;
    return region({ name: "rect", x, y, width, height });
  }
  const [heightPx, widthPx] = geometry.type === "rle" ? geometry.rle.size : [image.heightPx, image.widthPx];
  const isOneRing = geometry.type === "polygon" && geometry.parts.length === 1 && geometry.parts[0]?.holes.length === 0;
  if (!isOneRing && (heightPx === null || widthPx === null)) {
    context.note(annotation, "dropped", "its parts or holes need pixels, and the size of its image is not known");
    return [];
  }
  if (geometry.type === "rle") context.note(annotation, "rounded", "the mask is written as its outline");
  const ring = oneRingOf(annotation, heightPx ?? 0, widthPx ?? 0, context);
  return region({
    name: "polygon",
    all_points_x: ring.filter((_, i) => i % 2 === 0),
    all_points_y: ring.filter((_, i) => i % 2 === 1),
  });
}
