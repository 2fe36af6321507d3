import {
  type AnnotationDocument,
  type AnnotationExport,
  amendLedger,
  compareGeometry,
  type FormatName,
  type GeometryReport,
  isImagePath,
  type Ledger,
  parseAnnotations,
  type ReaderOptions,
  type Simplification,
  simplifyDocument,
  WRITERS,
  type WritableFormat,
  type WriteOptions,
  writeAnnotations,
} from "@maskyard/annotations";
import { CliError } from "../errors/CliError.ts";
import { readTree, textFiles } from "./readTree.ts";
import { openSourceTree } from "./SourceTree.ts";
import { writeFolder } from "./writeFolder.ts";

export interface Conversion {
  readonly source: string;
  readonly destination: string;
  readonly from: FormatName | undefined;
  readonly to: WritableFormat;
  readonly reader: ReaderOptions;
  readonly writer: WriteOptions;
  /** Leaves the images where they are; annotations of images that are not there are kept. */
  readonly annotationsOnly: boolean;
  /** Reads the result again and compares; beyond the format's precision nothing is put in place. */
  readonly verify: boolean;
  readonly force: boolean;
  /** Leaves out points of outlines that lie within this of the lines kept. */
  readonly simplifyPx: number | undefined;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Converted {
  readonly format: FormatName;
  readonly files: number;
  readonly images: number;
  readonly annotations: number;
  readonly categories: number;
  readonly ledger: Ledger;
  readonly simplification?: Simplification;
  readonly verification?: GeometryReport;
}

/** Reads a source, writes it as another format into a folder that is whole or not there, and says what became of everything. */
export async function convertSource(options: Conversion): Promise<Converted> {
  const tree = await openSourceTree(options.source);
  try {
    const read = await readTree(tree, options);
    const { document, simplification } =
      options.simplifyPx === undefined
        ? { document: read, simplification: undefined }
        : simplifyDocument(read, options.simplifyPx);
    return await writeFolder(options.destination, options.force, async (write, partial) => {
      const arePicturesWritten =
        !options.annotationsOnly && document.images.some(({ matchedPath }) => matchedPath !== null);
      const written = writeAnnotations(document, options.to, {
        cocoLayout: arePicturesWritten ? "folders" : "as-named",
        ...options.writer,
      });
      let files = 0;
      for (const { path, content } of written.files) {
        await write(path, content);
        files++;
      }
      const hasAnnotationFiles = files > 0;
      let done = 0;
      for (const [image, path] of written.imagePathOf) {
        options.onProgress(++done, written.imagePathOf.size);
        if (image.matchedPath === null || options.annotationsOnly) continue;
        await write(path, await tree.read(image.matchedPath));
        files++;
      }
      const ledger = amendLedger(document.ledger, written.amendments, written.remarks);
      const { read, merged, dropped } = ledger.annotations;
      // Of masks that could not be drawn there is no file to read again; the ledger says why.
      const verification =
        options.verify && hasAnnotationFiles ? await verify(document, written, partial, options) : undefined;
      return {
        format: document.format,
        files,
        images: document.images.length,
        annotations: read - merged - dropped,
        categories: document.categories.length,
        ledger,
        ...(simplification === undefined ? {} : { simplification }),
        ...(verification === undefined ? {} : { verification }),
      };
    });
  } finally {
    tree.close();
  }
}

/** Reads what was written, without decoding the images again: their sizes are known. */
async function verify(
  document: AnnotationDocument,
  written: AnnotationExport,
  partial: string,
  options: Conversion,
): Promise<GeometryReport> {
  const tree = await openSourceTree(partial);
  const imageAt = new Map([...written.imagePathOf].map(([image, path]) => [path, image]));
  const again = await parseAnnotations({
    files: textFiles(tree),
    imagePaths: [...new Set([...imageAt.keys(), ...tree.paths.filter(isImagePath)])],
    images: {
      bytes: tree.read,
      async sizePx(path) {
        const { widthPx = null, heightPx = null } = imageAt.get(path) ?? {};
        return widthPx === null || heightPx === null ? null : { widthPx, heightPx };
      },
    },
    format: WRITERS[options.to].precision.format,
    reader: options.writer,
  });
  const report = compareGeometry(document, again, {
    precision: WRITERS[options.to].precision,
    pathOf: (image) => written.imagePathOf.get(image) ?? image.fileName,
    amendments: written.amendments,
  });
  const [first] = report.beyondPrecision;
  if (first !== undefined) {
    throw new CliError(
      "NOT_THE_SAME",
      `Read again, ${report.beyondPrecision.length} annotations differ beyond the format's precision, first ${first.place}: ${first.what}; nothing was written.`,
    );
  }
  return report;
}
