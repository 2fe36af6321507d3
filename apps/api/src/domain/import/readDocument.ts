import {
  type AnnotationDocument,
  decodeText,
  FORMAT_NAMES,
  type FormatName,
  formatOfText,
  isAnnotationPath,
  isReadInChunks,
  LedgerBuilder,
  maskFilesOf,
  parseAnnotations,
  type ReaderOptions,
  type Remark,
  type SourceFile,
  statedFormat,
  TEXT_BYTES_MAX,
} from "@maskyard/annotations";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { Archive } from "./Archive.ts";
import { ArchiveError } from "./archiveErrors.ts";
import { archiveImages } from "./archiveImages.ts";
import { cleanDocument } from "./cleanDocument.ts";

/** HEIC is among them: its bytes decide, and a refusal counts the annotations that go with it. */
const imageName = /\.(jpe?g|png|webp|tiff?|avif|heic|heif)$/i;
const otherImageName = /\.(bmp|gif|svg|ico|psd|raw|cr2|nef|dng)$/i;

export interface ArchiveContents {
  /** The pictures; masks that annotation files bring are not among them. */
  readonly imagePaths: readonly string[];
  /** What the annotation files say; null when the archive holds images alone. */
  readonly document: AnnotationDocument | null;
  readonly remarks: readonly Remark[];
}

/** Sorts an archive's files into images, annotation files and others, and reads the annotations. Throws FormatError for what cannot be read. */
export async function readDocument(
  archive: Archive,
  format: string | null,
  reader: ReaderOptions | null = null,
): Promise<ArchiveContents> {
  const imagePaths = archive.paths.filter((path) => imageName.test(path));
  const textPaths = archive.paths.filter(isAnnotationPath);
  const remarks = archive.paths
    .filter((path) => !imageName.test(path) && !isAnnotationPath(path))
    .map(
      (path): Remark => ({
        kind: "warning",
        place: path,
        reason: otherImageName.test(path)
          ? "images of this kind are not taken in: convert it to JPEG, PNG, WebP, TIFF or AVIF"
          : "neither an image nor an annotation file: not read",
      }),
    );
  const files = textPaths.map((path): SourceFile => {
    const text = () => readText(archive, path);
    return isReadInChunks(path, archive.bytesOf(path))
      ? { path, text, chunks: () => archive.chunks(path) }
      : { path, text };
  });
  const formatName = statedFormat(checkFormat(format), reader);
  const holdsMasks = formatName === "masks" || (formatName === undefined && maskFilesOf(imagePaths).length > 0);
  const isUnannotated = formatName === undefined && imagePaths.length > 0 && !(await holdsAnnotations(files));
  if (!holdsMasks && (isUnannotated || files.length === 0)) {
    if (imagePaths.length === 0) {
      throw new ArchiveError("The archive contains neither images nor annotation files.");
    }
    const unread = textPaths.map(
      (path): Remark => ({ kind: "warning", place: path, reason: "contains no annotations in a supported format" }),
    );
    return { imagePaths, document: null, remarks: [...remarks, ...unread] };
  }
  const read = await parseAnnotations({
    files,
    imagePaths,
    images: archiveImages(archive),
    areSettledOnPictures: true,
    ...(formatName === undefined ? {} : { format: formatName }),
    ...(reader === null ? {} : { reader }),
  });
  const { document, remarks: cleaned } = cleanDocument(read);
  const masks = new Set(document.maskPaths);
  const pictures = imagePaths.filter((path) => !masks.has(path));
  if (pictures.length === 0) throw withoutImages(document, textPaths);
  return { imagePaths: pictures, document, remarks: [...remarks, ...cleaned] };
}

/** Annotations hang on images: without any, only names of classes would come of them. */
function withoutImages({ ledger }: AnnotationDocument, textPaths: readonly string[]): ArchiveError {
  const { read } = ledger.images;
  const [first, ...others] = textPaths;
  const from =
    first === undefined ? "masks" : others.length === 0 ? `"${first}"` : `${textPaths.length} annotation files`;
  const count = read === 0 ? "" : ` of ${read} ${read === 1 ? "image" : "images"}`;
  return new ArchiveError(
    `The archive contains annotations${count} (${from}) but none of the images. Add the images, in the folders that the annotations refer to, and import again. Images that are already in the dataset are not stored twice.`,
  );
}

/** The ledger of images that came without annotation files. */
export function emptyLedger() {
  return new LedgerBuilder().build();
}

function checkFormat(format: string | null): FormatName | undefined {
  if (format === null) {
    return undefined;
  }
  const known = FORMAT_NAMES.find((name) => name === format);
  if (known === undefined) {
    throw new InvalidInputError(
      `The format "${format}" does not exist. Supported formats: ${FORMAT_NAMES.join(", ")}.`,
      "format",
    );
  }
  return known;
}

/** Whether any file could be meant as annotations: a README.txt beside photographs could not, a broken .json could. */
async function holdsAnnotations(files: readonly SourceFile[]): Promise<boolean> {
  for (const file of files) {
    if (/\.json$/i.test(file.path) || formatOfText(file.path, await file.text()) !== null) {
      return true;
    }
  }
  return false;
}

async function readText(archive: Archive, path: string): Promise<string> {
  if (archive.bytesOf(path) > TEXT_BYTES_MAX) {
    throw new ArchiveError(
      `"${path}" is larger than ${TEXT_BYTES_MAX / 1024 ** 2} MiB. Split it and import the parts.`,
    );
  }
  return decodeText(await archive.read(path));
}
