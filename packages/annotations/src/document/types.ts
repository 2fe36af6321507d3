import type { FormatName } from "./formatNames.ts";
import type { Ledger } from "./ledger.ts";

export type { FormatName } from "./formatNames.ts";

/** Flat [x0,y0,x1,y1,…] in upright image pixels (origin top-left corner of the top-left pixel). */
export type RingPx = readonly number[];

/** One connected piece: `outer` minus the union of `holes`. Neither ring repeats its first point. */
export interface PolygonPart {
  readonly outer: RingPx;
  readonly holes: readonly RingPx[];
}

/** COCO compressed run lengths: column-major over a height x width image, the first run counts zeros. */
export interface Rle {
  readonly size: readonly [heightPx: number, widthPx: number];
  readonly counts: string;
}

/** `polygon`: the union of its parts. `box`: nothing finer than the annotation's box is known. */
export type Geometry =
  | { readonly type: "polygon"; readonly parts: readonly PolygonPart[] }
  | { readonly type: "rle"; readonly rle: Rle }
  | { readonly type: "box" };

/** Top-left corner, width and height in upright image pixels. */
export type BoxXywhPx = readonly [x: number, y: number, width: number, height: number];

export interface DocumentAnnotation {
  /** The place in the source, for example `annotations[12]` or `line 4`. */
  key: string;
  categoryName: string;
  geometry: Geometry;
  boxXywhPx: BoxXywhPx;
  areaPx: number;
  isCrowd: boolean;
  /** The record as it was read, so that nothing the common document cannot hold is lost. */
  raw: unknown;
}

export interface DocumentImage {
  /** Unique in the document: the place in the source, for example `train/_annotations.coco.json images[3]`. */
  key: string;
  /** As the file says it, with backslashes normalised to slashes; after matching see {@link DocumentImage.matchedPath}. */
  fileName: string;
  /** The path of the image file this entry was matched to; null where none (or more than one) fits. */
  matchedPath: string | null;
  /** The size the annotation file states, or null where it states none. */
  widthPx: number | null;
  heightPx: number | null;
  /** train, val or test where files or folders tell. */
  subset: string | null;
  /** What the file says of the image as a whole, such as "night"; absent where it says nothing. */
  tags?: readonly string[];
  annotations: DocumentAnnotation[];
}

export interface DocumentCategory {
  name: string;
  /** The id in the source as text, or null where the format has names only. */
  sourceId: string | null;
}

/** What every format is parsed to. */
export interface AnnotationDocument {
  format: FormatName;
  categories: DocumentCategory[];
  images: DocumentImage[];
  /** Image files that hold masks or drawings of them: they are no pictures of the dataset. */
  maskPaths: string[];
  ledger: Ledger;
  /** Whether the coordinates lie in the stored (raw) or the EXIF-upright image; `unknown` where the format does not say. */
  coordinateFrame: "raw" | "upright" | "unknown";
}
