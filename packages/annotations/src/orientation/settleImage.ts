import type { Amendment, Remark } from "../document/amendLedger.ts";
import type { AnnotationDocument, BoxXywhPx, DocumentAnnotation, DocumentImage, Geometry } from "../document/types.ts";
import type { ReaderOptions } from "../formats/reading/FormatReader.ts";
import type { ImageSize } from "../formats/reading/settleShape.ts";
import { clipToImage } from "../geometry/clipToImage.ts";
import { geometryAreaPx } from "../geometry/geometryAreaPx.ts";
import { orientShape } from "./orientShape.ts";
import { type Reading, readingOf, type SettledImage } from "./readingOf.ts";
import { scaleShape } from "./scaleShape.ts";

/** A shape in the frame of the upright image. */
export interface UprightShape {
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
}

export interface SettledAnnotation {
  readonly annotation: DocumentAnnotation;
  readonly shape: UprightShape;
}

/**
 * An image's annotations as they lie on its upright picture, cut to it; what that changed is to be told.
 * @param path the picture's.
 */
export function settleImage(
  document: Pick<AnnotationDocument, "format" | "coordinateFrame">,
  entry: DocumentImage,
  path: string,
  image: SettledImage,
  options: ReaderOptions,
): { readonly settled: readonly SettledAnnotation[]; readonly amendments: Amendment[]; readonly remarks: Remark[] } {
  const reading = readingOf(document, entry, path, image, options);
  const amendments: Amendment[] = [];
  const settled = entry.annotations.flatMap((annotation): SettledAnnotation[] => {
    const { shape, amendment } = settleAnnotation(annotation, image, reading);
    if (amendment !== null) amendments.push(amendment);
    return shape === null ? [] : [{ annotation, shape }];
  });
  const { warning } = reading;
  return {
    settled,
    amendments,
    remarks: warning === null ? [] : [{ kind: "warning", place: entry.key, reason: warning }],
  };
}

function settleAnnotation(
  annotation: DocumentAnnotation,
  image: SettledImage,
  { frame, drawnIn, guess }: Reading,
): { shape: UprightShape | null; amendment: Amendment | null } {
  const place = annotation.key;
  const dropped = (reason: string) => ({ shape: null, amendment: { place, kind: "dropped" as const, reason } });
  const stored = storedSize(image);
  const expected = frame === "raw" ? stored : image;
  if (annotation.geometry.type === "rle") {
    const [heightPx, widthPx] = annotation.geometry.rle.size;
    const drawn = drawnIn !== null && drawnIn.widthPx > 1 ? drawnIn : expected;
    if (heightPx !== drawn.heightPx || widthPx !== drawn.widthPx) {
      return dropped(`its mask is ${widthPx} x ${heightPx}, the image ${expected.widthPx} x ${expected.heightPx}`);
    }
  }
  const inFrame = drawnIn === null ? annotation : scaleShape(annotation, drawnIn, expected);
  const upright = frame === "raw" ? orientShape(inFrame, stored, image.exifOrientation) : inFrame;
  const clipped = clipToImage(upright.geometry, upright.boxXywhPx, image.heightPx, image.widthPx);
  if (clipped === null) return dropped(`the shape lies outside its image of ${image.widthPx} x ${image.heightPx}`);
  const { geometry, boxXywhPx, wasClipped } = clipped;
  const isAsItWas = frame === "upright" && drawnIn === null && !wasClipped;
  const areaPx = isAsItWas ? annotation.areaPx : geometryAreaPx(geometry, boxXywhPx);
  const shape = { geometry, boxXywhPx, areaPx };
  const cut = wasClipped ? `cut to its image of ${image.widthPx} x ${image.heightPx}` : null;
  if (guess !== null) {
    return { shape, amendment: { place, kind: "guessed", reason: cut === null ? guess : `${guess}; ${cut}` } };
  }
  return { shape, amendment: cut === null ? null : { place, kind: "clipped", reason: cut } };
}

function storedSize(image: SettledImage): ImageSize {
  return image.exifOrientation >= 5 ? { widthPx: image.heightPx, heightPx: image.widthPx } : image;
}
