import type { Amendment, Remark } from "../document/amendLedger.ts";
import type { AnnotationDocument, BoxXywhPx, DocumentAnnotation, DocumentImage, Geometry } from "../document/types.ts";
import { clipToImage } from "../geometry/clipToImage.ts";
import { geometryAreaPx } from "../geometry/geometryAreaPx.ts";
import { orientShape } from "./orientShape.ts";

/** The image an annotation lies on, as decoded: upright size and the orientation it is stored in. */
export interface SettledImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly exifOrientation: number;
}

export type Frame = "raw" | "upright";

/** A shape in the frame of the upright image. */
export interface UprightShape {
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
}

/**
 * Whether an image's annotations were drawn on the stored or on the upright picture. Where the format does not say, the size
 * the file states tells for pictures stored lying on their side; without that, upright: what every browser tool shows.
 */
export function frameOf(
  documentFrame: AnnotationDocument["coordinateFrame"],
  stated: Pick<DocumentImage, "widthPx" | "heightPx">,
  image: SettledImage,
): { frame: Frame; isGuessed: boolean } {
  if (image.exifOrientation === 1) {
    return { frame: "upright", isGuessed: false };
  }
  if (documentFrame !== "unknown") {
    return { frame: documentFrame, isGuessed: false };
  }
  const isTurned = image.exifOrientation >= 5;
  const isOblong = image.widthPx !== image.heightPx;
  if (isTurned && isOblong && stated.widthPx !== null && stated.heightPx !== null) {
    if (stated.widthPx === image.heightPx && stated.heightPx === image.widthPx) {
      return { frame: "raw", isGuessed: false };
    }
    if (stated.widthPx === image.widthPx && stated.heightPx === image.heightPx) {
      return { frame: "upright", isGuessed: false };
    }
  }
  return { frame: "upright", isGuessed: true };
}

/**
 * An annotation's shape on the upright image, cut to it. `amendment` says what was changed; a dropped one has no shape.
 */
export function settleAnnotation(
  annotation: DocumentAnnotation,
  image: SettledImage,
  { frame, isGuessed }: { readonly frame: Frame; readonly isGuessed: boolean },
): { shape: UprightShape | null; amendment: Amendment | null } {
  const place = annotation.key;
  const isTurned = image.exifOrientation >= 5;
  const stored = {
    widthPx: isTurned ? image.heightPx : image.widthPx,
    heightPx: isTurned ? image.widthPx : image.heightPx,
  };
  if (annotation.geometry.type === "rle") {
    const [heightPx, widthPx] = annotation.geometry.rle.size;
    const expected = frame === "raw" ? stored : image;
    if (heightPx !== expected.heightPx || widthPx !== expected.widthPx) {
      const reason = `its mask is ${widthPx} x ${heightPx}, the image ${expected.widthPx} x ${expected.heightPx}`;
      return { shape: null, amendment: { place, kind: "dropped", reason } };
    }
  }
  const upright = frame === "raw" ? orientShape(annotation, stored, image.exifOrientation) : annotation;
  const clipped = clipToImage(upright.geometry, upright.boxXywhPx, image.heightPx, image.widthPx);
  if (clipped === null) {
    const reason = `the shape lies outside its image of ${image.widthPx} x ${image.heightPx}`;
    return { shape: null, amendment: { place, kind: "dropped", reason } };
  }
  const { geometry, boxXywhPx, wasClipped } = clipped;
  const isAsItWas = frame === "upright" && !wasClipped;
  const areaPx = isAsItWas ? annotation.areaPx : geometryAreaPx(geometry, boxXywhPx);
  return {
    shape: { geometry, boxXywhPx, areaPx },
    amendment: wasClipped
      ? { place, kind: "clipped", reason: `cut to its image of ${image.widthPx} x ${image.heightPx}` }
      : isGuessed
        ? { place, kind: "guessed", reason: "taken as drawn on the upright picture (the file does not say)" }
        : null,
  };
}

/** Annotations drawn on a picture of another size than the one that came lie in the wrong places; only a person can tell why. */
export function sizeWarning(entry: DocumentImage, path: string, image: SettledImage): Remark | null {
  const { widthPx, heightPx } = entry;
  if (widthPx === null || heightPx === null) return null;
  const fits = widthPx === image.widthPx && heightPx === image.heightPx;
  const fitsStored = widthPx === image.heightPx && heightPx === image.widthPx && image.exifOrientation >= 5;
  if (fits || fitsStored) return null;
  const reason = `the file says the image is ${widthPx} x ${heightPx}, ${path} is ${image.widthPx} x ${image.heightPx}: check where its shapes lie`;
  return { kind: "warning", place: entry.key, reason };
}
