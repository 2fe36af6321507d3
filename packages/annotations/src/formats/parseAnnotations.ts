import type { AnnotationDocument, FormatName } from "../document/types.ts";
import { parseCoco } from "./coco/parseCoco.ts";
import { DocumentBuilder } from "./DocumentBuilder.ts";
import { detectFormat, formatOfText } from "./detectFormat.ts";
import { FormatError } from "./FormatError.ts";
import { parseLabelme } from "./labelme/parseLabelme.ts";
import { parseMakesenseCsv } from "./makesense/parseMakesenseCsv.ts";
import { brokenJson } from "./parseJson.ts";
import type { SourceFile } from "./SourceFile.ts";

interface FormatReader {
  /** Adds one file to the document. */
  readonly parse: (path: string, text: string, document: DocumentBuilder) => void;
  /**
   * The frame of the format's coordinates: labelme and makesense show images upright and write what they show; COCO
   * files come from many tools.
   */
  readonly coordinateFrame: AnnotationDocument["coordinateFrame"];
}

const READERS: Readonly<Record<FormatName, FormatReader>> = {
  coco: { parse: parseCoco, coordinateFrame: "unknown" },
  labelme: { parse: parseLabelme, coordinateFrame: "upright" },
  "makesense-csv": { parse: parseMakesenseCsv, coordinateFrame: "upright" },
};

export interface ParseAnnotationsOptions {
  /** The import's text files, annotation files among them; images do not belong here. */
  readonly files: readonly SourceFile[];
  /**
   * Paths of the image files present, relative to the same root. Annotations of images that are not among them are
   * left out, and the ledger says so. null reads annotations without looking for images.
   */
  readonly imagePaths: readonly string[] | null;
  /** Without it the format is told from the files. */
  readonly format?: FormatName;
}

/**
 * Reads annotation files of one format to the common document: the images that were found, their annotations, and a
 * ledger of everything that was not kept as it was. Files are read one after the other, each let go before the next.
 *
 * @throws FormatError when there is no file of a known format, more than one format, or no file could be read.
 */
export async function parseAnnotations(options: ParseAnnotationsOptions): Promise<AnnotationDocument> {
  const detected = options.format === undefined ? await detectFormat(options.files) : null;
  const format = detected?.format ?? (options.format as FormatName);
  const ofFormat = detected === null ? null : new Set(detected.files);
  const reader = READERS[format];
  const document = new DocumentBuilder(options.imagePaths);
  const failures: FormatError[] = [];
  let filesRead = 0;
  for (const file of options.files) {
    const text = await file.text();
    const isOfFormat = ofFormat?.has(file) ?? (isOnlyChoice(options) || formatOfText(file.path, text) === format);
    const broken = isOfFormat ? null : brokenJson(file.path, text);
    try {
      if (broken !== null) throw broken;
      if (isOfFormat) {
        reader.parse(file.path, text, document);
        filesRead++;
      } else {
        document.ledger.warn(`not a file of ${format}: not read`, file.path);
      }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      failures.push(error);
      document.ledger.fileDropped(file.path, error.message);
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
  return document.build(format, reader.coordinateFrame);
}

/** A single file whose format the user has named is read as that, whatever it looks like. */
function isOnlyChoice(options: ParseAnnotationsOptions): boolean {
  return options.format !== undefined && options.files.length === 1;
}
