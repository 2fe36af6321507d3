import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import { maskFromGeometry } from "../../geometry/maskFromGeometry.ts";

/** An annotation drawn on its image, 0 and 1; null where the image's size is not known. */
export function maskOfAnnotation(
  { geometry, boxXywhPx }: DocumentAnnotation,
  image: DocumentImage,
): { readonly pixels: Uint8Array; readonly heightPx: number; readonly widthPx: number } | null {
  const [heightPx, widthPx] = geometry.type === "rle" ? geometry.rle.size : [image.heightPx, image.widthPx];
  if (heightPx === null || widthPx === null) return null;
  return { pixels: maskFromGeometry(geometry, boxXywhPx, heightPx, widthPx), heightPx, widthPx };
}
