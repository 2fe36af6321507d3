import type { AnnotationDocument, FormatName } from "../../document/types.ts";
import type { CsvColumns } from "../csv/csvColumns.ts";
import type { DocumentBuilder } from "./DocumentBuilder.ts";
import type { SourceFile } from "./SourceFile.ts";
import type { ImageSize } from "./settleShape.ts";

/** The image files of an import, for formats whose coordinates or masks lie in them. */
export interface ImageFiles {
  /** The upright size, after the EXIF orientation; null where the file is no image. */
  sizePx(path: string): Promise<ImageSize | null>;
  /** The size as stored, before the EXIF orientation; absent where no image is stored turned. */
  readonly storedSizePx?: (path: string) => Promise<ImageSize | null>;
  bytes(path: string): Promise<Uint8Array>;
}

/** What a person may say about files that do not say it themselves. */
export interface ReaderOptions {
  /** Whether VOC boxes count pixels from 1, both ends included, as the devkit does, or from 0. */
  readonly vocBase?: 0 | 1;
  /** Which columns of a table hold what. */
  readonly csvColumns?: CsvColumns;
  /** The VIA attribute that holds the class. */
  readonly classAttribute?: string;
  /** Whether shapes were drawn on images as they are stored or as EXIF turns them, whatever is usual for the format. */
  readonly coordinateFrame?: "raw" | "upright";
  /** Whether annotations marked as crowds are crowds, as the files say, or objects: CVAT marks each of its masks. */
  readonly crowds?: "crowds" | "objects";
  /** Whether an object of a CVAT track is there between its keyframes too, as CVAT shows it, or on the frames listed alone. */
  readonly tracks?: "interpolate" | "keyframes";
  /** Whether the numbers of a mask image are objects or classes, or its light pixels are the objects and greys their edges. */
  readonly maskValues?: "numbers" | "threshold";
  /** Whether coordinates are pixels or fractions of the image, whatever is usual for the format. */
  readonly coordinates?: "pixels" | "fractions";
  /** Whether shapes drawn on an image of another size are scaled to the one that came; without it only what the sizes make plain is. */
  readonly scaleToImage?: boolean;
}

/** The format a person named, in so many words or by naming columns, which only a table has. */
export function statedFormat(
  format: FormatName | undefined,
  options: ReaderOptions | null | undefined,
): FormatName | undefined {
  return format ?? (options?.csvColumns === undefined ? undefined : "csv");
}

/** What a reader is given. */
export interface ReadContext {
  readonly format: FormatName;
  /** The files of the format, not yet checked in depth. */
  readonly files: readonly SourceFile[];
  /** The other text files; a reader that uses one calls {@link ReadContext.use}. */
  readonly others: readonly SourceFile[];
  /** Paths of the image files; null where images are not looked for. */
  readonly imagePaths: readonly string[] | null;
  readonly images: ImageFiles | null;
  readonly options: ReaderOptions;
  readonly document: DocumentBuilder;
  /** Marks one of {@link ReadContext.others} as read. */
  use(file: SourceFile): void;
  /** Reads one file; whatever error it brings up drops this file and not the whole import. */
  attempt(path: string, read: () => void | Promise<void>): Promise<void>;
}

export interface FormatReader {
  /** As its users call it. */
  readonly title: string;
  /**
   * The frame of the format's coordinates: tools that show images upright write what they show; COCO and VOC files come
   * from many tools.
   */
  readonly coordinateFrame: AnnotationDocument["coordinateFrame"];
  /** Adds the files to the document. Returns the format where the files turn out to be a sibling of the one asked for. */
  read(context: ReadContext): Promise<FormatName>;
}

/** A reader of a format whose files stand for themselves. @param contentOf readJson, or the file's text. */
export function fileByFile<Content>(
  title: string,
  coordinateFrame: FormatReader["coordinateFrame"],
  contentOf: (file: SourceFile) => Promise<Content>,
  parse: (path: string, content: Content, document: DocumentBuilder) => void,
): FormatReader {
  return {
    title,
    coordinateFrame,
    async read(context) {
      for (const file of context.files) {
        await context.attempt(file.path, async () => parse(file.path, await contentOf(file), context.document));
      }
      return context.format;
    },
  };
}
