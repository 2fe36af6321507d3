import type { AnnotationDocument, DocumentImage } from "../document/types.ts";
import type { ReaderOptions } from "../formats/reading/FormatReader.ts";
import type { ImageSize } from "../formats/reading/settleShape.ts";

/** The image that annotations lie on, as decoded: upright size and the orientation it is stored in. */
export interface SettledImage extends ImageSize {
  readonly exifOrientation: number;
}

/** How the coordinates of an image's annotations are to be read. */
export interface Reading {
  /** Whether they lie on the stored or on the upright picture. */
  readonly frame: "raw" | "upright";
  /** The size that coordinates were drawn in, where it is not that of the picture in its frame: they are scaled from it. */
  readonly drawnIn: ImageSize | null;
  /** What was assumed, for each annotation; null where the file says it or a person did. */
  readonly guess: string | null;
  /** What the file contradicts, for the image as a whole; null where it fits. */
  readonly warning: string | null;
}

/** Sizes of one shape that differ by no more than this were rounded on the way. */
const ASPECT_TOLERANCE = 0.02;
/** Shapes may reach so far beyond their picture: tools let people draw over the edge. */
const OVERHANG = 1.02;
/** No picture worth annotating is smaller, and no object of a larger one fits its first pixel. */
const FRACTIONS_SIDE_MIN_PX = 8;

/** Formats whose readers have taken fractions of the picture already. */
const IN_PIXELS_ALREADY: ReadonlySet<AnnotationDocument["format"]> = new Set([
  "yolo",
  "yolo-seg",
  "label-studio",
  "masks",
]);

/**
 * Tells by format, stated size and shapes where an image's annotations lie. A file that contradicts its picture is read as its numbers
 * make plain, with a guess in the ledger, else as pixels of the picture that came, with a warning; what a person says stands.
 */
export function readingOf(
  document: Pick<AnnotationDocument, "format" | "coordinateFrame">,
  entry: Pick<DocumentImage, "widthPx" | "heightPx" | "annotations">,
  path: string,
  image: SettledImage,
  options: ReaderOptions,
): Reading {
  const stored = image.exifOrientation >= 5 ? turned(image) : image;
  const { frame, guess } = frameOf(document.coordinateFrame, entry, image, options);
  const size = frame === "raw" ? stored : image;
  const asItIs: Reading = { frame, drawnIn: null, guess, warning: null };
  if (!IN_PIXELS_ALREADY.has(document.format) && areFractions(entry, size, options)) {
    const reason = "all its shapes lie within the first pixel: coordinates are taken for fractions of the image";
    const drawnIn = { widthPx: 1, heightPx: 1 };
    return { ...asItIs, drawnIn, guess: options.coordinates === "fractions" ? guess : both(guess, reason) };
  }
  const stated = statedSize(entry);
  if (stated === null || isSame(stated, size)) return asItIs;
  // What a person says of the frame explains a size that is the other frame's.
  const isTurnedSize = image.exifOrientation >= 5 && (isSame(stated, image) || isSame(stated, turned(image)));
  if (options.coordinateFrame !== undefined && isTurnedSize) return asItIs;
  const differs = `the file says the image is ${inWords(stated)}, ${path} is ${inWords(image)}`;
  if (options.scaleToImage === true)
    return { ...asItIs, drawnIn: stated, warning: `${differs}: shapes are scaled to it, as asked for` };
  const isPlain = isAlike(stated, size) && isWithin(entry, stated);
  if (options.scaleToImage === undefined && isPlain) {
    return { ...asItIs, drawnIn: stated, guess: both(guess, `${differs}: scaled to it, as both have the same shape`) };
  }
  return { ...asItIs, warning: `${differs}: check where its shapes lie` };
}

/**
 * Where the format does not say, the size the file states tells for pictures stored lying on their side; without that, upright: what
 * every browser tool shows. A size that is the stored one's tells also where the format usually means upright ones.
 */
function frameOf(
  documentFrame: AnnotationDocument["coordinateFrame"],
  entry: Pick<DocumentImage, "widthPx" | "heightPx">,
  image: SettledImage,
  options: ReaderOptions,
): { readonly frame: Reading["frame"]; readonly guess: string | null } {
  if (image.exifOrientation === 1) return { frame: "upright", guess: null };
  if (options.coordinateFrame !== undefined) return { frame: options.coordinateFrame, guess: null };
  const stated = statedSize(entry);
  const isTurned = image.exifOrientation >= 5 && image.widthPx !== image.heightPx;
  if (isTurned && stated !== null && isAlike(stated, turned(image)) && !isAlike(stated, image)) {
    const reason = "the size in the file is that of the picture as stored: taken as drawn on that one";
    return { frame: "raw", guess: documentFrame === "upright" ? reason : null };
  }
  if (documentFrame !== "unknown") return { frame: documentFrame, guess: null };
  if (isTurned && stated !== null && isAlike(stated, image)) return { frame: "upright", guess: null };
  return { frame: "upright", guess: "taken as drawn on the upright picture (the file does not say)" };
}

function areFractions(
  { annotations }: Pick<DocumentImage, "annotations">,
  size: ImageSize,
  { coordinates }: ReaderOptions,
): boolean {
  if (coordinates !== undefined) return coordinates === "fractions";
  if (Math.min(size.widthPx, size.heightPx) < FRACTIONS_SIDE_MIN_PX) return false;
  const shapes = annotations.filter(({ geometry }) => geometry.type !== "rle");
  return shapes.length > 0 && shapes.every(({ boxXywhPx }) => isBoxWithin(boxXywhPx, 1, 1));
}

function isWithin({ annotations }: Pick<DocumentImage, "annotations">, { widthPx, heightPx }: ImageSize): boolean {
  return annotations.every(({ boxXywhPx }) => isBoxWithin(boxXywhPx, widthPx * OVERHANG, heightPx * OVERHANG));
}

function isBoxWithin([x, y, width, height]: readonly [number, number, number, number], right: number, bottom: number) {
  return x + width <= right && y + height <= bottom;
}

function statedSize({ widthPx, heightPx }: Pick<DocumentImage, "widthPx" | "heightPx">): ImageSize | null {
  return widthPx === null || heightPx === null ? null : { widthPx, heightPx };
}

function turned({ widthPx, heightPx }: ImageSize): ImageSize {
  return { widthPx: heightPx, heightPx: widthPx };
}

function isSame(a: ImageSize, b: ImageSize): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx;
}

/** Whether one is the other made larger or smaller. */
function isAlike(a: ImageSize, b: ImageSize): boolean {
  return Math.abs((a.widthPx * b.heightPx) / (b.widthPx * a.heightPx) - 1) <= ASPECT_TOLERANCE;
}

function inWords({ widthPx, heightPx }: ImageSize): string {
  return `${widthPx} x ${heightPx}`;
}

function both(first: string | null, second: string): string {
  return first === null ? second : `${first}; ${second}`;
}
