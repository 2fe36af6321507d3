import type { Amendment, Remark } from "../../document/amendLedger.ts";
import type { CocoLayout } from "../../document/formatNames.ts";
import type { AnnotationDocument, DocumentAnnotation, DocumentImage, FormatName } from "../../document/types.ts";
import type { CsvColumns } from "../csv/csvColumns.ts";

/** One file of an export. */
export interface OutputFile {
  /** Relative to the export's root, with forward slashes. */
  readonly path: string;
  /** In pieces where it may be large. */
  readonly content: string | Uint8Array | Iterable<string>;
}

export interface WriteOptions {
  /**
   * `folders` (the default): images in `images/SUBSET`, named from there, as in COCO's own folder. `as-named`: images where
   * their names say, for files that describe images which stay where they are.
   */
  readonly cocoLayout?: CocoLayout;
  /** Whether VOC boxes count pixels from 1, both ends included, or are coordinates from 0 (the default). */
  readonly vocBase?: 0 | 1;
  /** The columns of a CSV, in this order; absent, those that a reader knows by their names. */
  readonly csvColumns?: CsvColumns;
}

export type WritableDocument = Pick<AnnotationDocument, "categories" | "images">;

/** What a writer is given. */
export interface WriteContext {
  readonly document: WritableDocument;
  /** Where each image lies in the export. */
  readonly imagePathOf: ReadonlyMap<DocumentImage, string>;
  readonly options: WriteOptions;
  note(annotation: DocumentAnnotation, kind: Amendment["kind"], reason: string): void;
  remark(place: string, reason: string, kind?: Remark["kind"]): void;
}

export interface FormatWriter {
  /**
   * Where an image lies in the export, by its path and its subset.
   * @param hasSubsets whether any image of the document has a subset.
   */
  imagePath(path: string, subset: string | null, hasSubsets: boolean, options: WriteOptions): string;
  /** Whether two images of one stem in one folder would share an annotation file. */
  readonly isByStem: boolean;
  /** Whether a reader tells the subset by folders and file names alone. */
  readonly isSubsetInPath: boolean;
  /** Whether the format has a place for the tags of images. */
  readonly keepsTags?: true;
  files(context: WriteContext): Iterable<OutputFile>;
  readonly precision: FormatPrecision;
}

/** How near a shape comes back when an export is read again. */
export interface FormatPrecision {
  /** The format that reads it. */
  readonly format: FormatName;
  /**
   * `vertices`: rings come back point by point within `tolerancePx`, and what had to become pixels pixel by pixel;
   * `pixels`: shapes come back pixel by pixel; `box`: only boxes come back.
   */
  readonly shape: "vertices" | "pixels" | "box";
  /** Each side of a box, and each coordinate of a ring, comes back within this. */
  readonly tolerancePx: number;
  /** Whether a shape comes back with the box of its outline or pixels, and not with its own. */
  readonly isBoxOfShape: boolean;
  /** Whether what others cover of a shape is lost, and its box with it: clipped ones come back smaller. */
  readonly isCoveredLost?: true;
}
