import type { AnnotationDocument, FormatName } from "../document/types.ts";
import { hasColumns } from "./csv/csvColumns.ts";
import { detectFormat, formatOfFile, isSameFamily } from "./detectFormat.ts";
import { brokenJson } from "./json/readJson.ts";
import { READERS } from "./readers.ts";
import { DocumentBuilder } from "./reading/DocumentBuilder.ts";
import { FormatError } from "./reading/FormatError.ts";
import { type ImageFiles, type ReadContext, type ReaderOptions, statedFormat } from "./reading/FormatReader.ts";
import { baseName } from "./reading/paths.ts";
import type { SourceFile } from "./reading/SourceFile.ts";

/** What an export of ours says of itself; no annotations. */
export const EXPORT_REPORT_NAME = "maskyard-export.json";

export interface ParseAnnotationsOptions {
  /** The import's text files, annotation files among them; images do not belong here. */
  readonly files: readonly SourceFile[];
  /**
   * Paths of the image files present, relative to the same root. Annotations of images that are not among them are
   * left out, and the ledger says so. null reads annotations without looking for images.
   */
  readonly imagePaths: readonly string[] | null;
  /** For formats whose coordinates are fractions of an image's size, or whose shapes are mask images. */
  readonly images?: ImageFiles;
  /** Without it the format is told from the files. */
  readonly format?: FormatName;
  readonly reader?: ReaderOptions;
  /**
   * Leaves shapes whole that reach beyond the size that a file states of a picture that is there: only the picture tells whether that
   * size is right. The caller settles them on it ({@link settleImage}).
   */
  readonly areSettledOnPictures?: boolean;
}

/**
 * Reads annotation files of one format to the common document: the images that were found, their annotations, and a
 * ledger of everything that was not kept as it was. Files are read one after the other, each let go before the next.
 *
 * @throws FormatError when there is no file of a known format, more than one format, or no file could be read.
 */
export async function parseAnnotations(options: ParseAnnotationsOptions): Promise<AnnotationDocument> {
  const { format, files, others } = await sortFiles(options);
  const document = new DocumentBuilder(options.imagePaths, options.reader, options.areSettledOnPictures);
  const failures: FormatError[] = [];
  const used = new Set<SourceFile>();
  let filesRead = 0;
  const context: ReadContext = {
    format,
    files,
    others,
    imagePaths: options.imagePaths,
    images: imagesInFrame(options),
    options: options.reader ?? {},
    document,
    use: (file) => used.add(file),
    async attempt(path, read) {
      try {
        await read();
        filesRead++;
      } catch (error) {
        const failure = error instanceof FormatError ? error : new FormatError(path, unexpected(error), REPORT);
        failures.push(failure);
        document.ledger.fileDropped(path, failure.message);
      }
    },
  };
  const readFormat = await READERS[format].read(context);
  for (const file of others) {
    if (used.has(file) || baseName(file.path) === EXPORT_REPORT_NAME) continue;
    const broken = await brokenJson(file);
    if (broken === null) document.ledger.warn(`not a file of ${format}: not read`, file.path);
    else {
      failures.push(broken);
      document.ledger.fileDropped(file.path, broken.message);
    }
  }
  if (filesRead === 0) {
    const nothing = new FormatError(
      "the import",
      `it holds no file of ${format}`,
      "Choose another format or other files",
    );
    throw failures[0] ?? nothing;
  }
  return document.build(readFormat, options.reader?.coordinateFrame ?? READERS[readFormat].coordinateFrame);
}

const REPORT = "The other files were read; please report this one";

/** Whatever a file brings a reader to: the others are read all the same, and the words say that this should not be. */
function unexpected(error: unknown): string {
  return `an unexpected error came up in reading it (${error instanceof Error ? error.message : String(error)})`;
}

/** What is drawn on stored images has fractions of their stored size. */
function imagesInFrame({ images, reader }: ParseAnnotationsOptions): ImageFiles | null {
  if (images === undefined) return null;
  const { storedSizePx } = images;
  return reader?.coordinateFrame === "raw" && storedSizePx ? { ...images, sizePx: storedSizePx } : images;
}

/** The files of the format, found out or given, and the others. */
async function sortFiles(
  options: ParseAnnotationsOptions,
): Promise<{ format: FormatName; files: readonly SourceFile[]; others: readonly SourceFile[] }> {
  const format = statedFormat(options.format, options.reader);
  if (format === undefined) {
    const { format, files } = await detectFormat(options.files, options.imagePaths ?? []);
    const ofFormat = new Set(files);
    return { format, files, others: options.files.filter((file) => !ofFormat.has(file)) };
  }
  // Masks are images: text beside them can only list classes.
  if (format === "masks") return { format, files: [], others: options.files };
  // A single file whose format the user has named is read as that, whatever it looks like.
  if (options.files.length === 1) return { format, files: options.files, others: [] };
  const files: SourceFile[] = [];
  const others: SourceFile[] = [];
  for (const file of options.files) {
    const found = await formatOfFile(file);
    const isOfFormat =
      (typeof found === "string" && isSameFamily(found, format)) ||
      (format === "csv" && (await hasColumns(file, options.reader?.csvColumns)));
    (isOfFormat ? files : others).push(file);
  }
  return { format, files, others };
}
