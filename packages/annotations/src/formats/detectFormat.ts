import type { FormatName } from "../document/types.ts";
import { guessColumns } from "./csv/csvColumns.ts";
import { csvRows } from "./csv/csvRows.ts";
import { formatOfJson, formatOfJsonFile, type ToldFormat } from "./json/formatOfJson.ts";
import { marksOfText } from "./json/jsonMarks.ts";
import { brokenJson } from "./json/readJson.ts";
import { looksLikeLines, type MakesenseRow, makesenseLines, readMakesenseRow } from "./makesense/makesenseRow.ts";
import { maskFilesOf } from "./masks/maskFiles.ts";
import { READERS } from "./readers.ts";
import { FormatError } from "./reading/FormatError.ts";
import type { SourceFile } from "./reading/SourceFile.ts";
import { kindOfYoloText } from "./yolo/yoloText.ts";

/**
 * Tells a file's format from its text, cheaply: the parsers still check everything.
 * @returns a format this package reads, the name of one it does not, or null for anything else.
 */
export function formatOfText(path: string, text: string): ToldFormat | null {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  switch (extension) {
    case "json":
      return formatOfJson(marksOfText(text));
    case "csv":
    case "tsv":
      return formatOfTable(text);
    case "txt": {
      const kind = kindOfYoloText(text);
      return kind === "boxes" ? "yolo" : kind === "polygons" ? "yolo-seg" : formatOfTable(text);
    }
    case "xml":
      return formatOfXml(text);
    case "yaml":
    case "yml":
      return /^\s*names\s*:/m.test(text) && !/^\s*kpt_shape\s*:/m.test(text) ? "yolo-seg" : null;
    default:
      return null;
  }
}

function formatOfTable(text: string): ToldFormat | null {
  const { hasHeader, lines } = makesenseLines(text.slice(0, 100_000));
  if (hasHeader) return "makesense-csv";
  const rows = lines.map(({ line }) => readMakesenseRow(line)).filter((row): row is MakesenseRow => row !== null);
  if (rows.length > 0 && rows.length >= lines.length / 2) {
    return looksLikeLines(rows) ? { unread: "makesense lines" } : "makesense-csv";
  }
  if (/^\ufeff?#? ?filename,file_size,/.test(text)) return "via";
  const firstLine = lines[0]?.line ?? "";
  if (/,-?[\d.]+,-?[\d.]+,[^,]+,\d+,\d+$/.test(firstLine)) return { unread: "makesense points" };
  if (/,"\[.*\]"$/.test(firstLine)) return { unread: "makesense tags" };
  return isCsvHeader(text) ? "csv" : null;
}

/** Whether the first line names the columns of boxes by names that are usual. */
function isCsvHeader(text: string): boolean {
  let header: readonly string[] | null = null;
  csvRows(text.slice(0, 10_000), ({ fields }) => {
    header ??= fields;
  });
  return header !== null && guessColumns(header) !== null;
}

function formatOfXml(text: string): ToldFormat | null {
  if (/<annotations[\s>]/.test(text) && /<(image|track)\s/.test(text)) return "cvat";
  // VOC files of several tools hold polygons beside their boxes, of which the older LabelMe has none.
  const isLabelmeXml = /<polygon[\s/>]/.test(text) && (/<pt[\s>]/.test(text) || !/<bndbox[\s/>]/.test(text));
  if (/<annotation[\s>]/.test(text) && isLabelmeXml) return { unread: "LabelMe XML" };
  return /<annotation[\s>]/.test(text) ? "voc" : null;
}

/** Tells a file's format, of one too large for a string by as much as it takes. */
export async function formatOfFile(file: SourceFile): Promise<ToldFormat | null> {
  return file.chunks === undefined ? formatOfText(file.path, await file.text()) : formatOfJsonFile(file);
}

/** YOLO's boxes and polygons look alike, file by file: one set may hold both. */
export function isSameFamily(a: FormatName, b: FormatName): boolean {
  return a === b || (a.startsWith("yolo") && b.startsWith("yolo"));
}

/**
 * The one format of a set of files; without annotation files, masks that belong to pictures.
 * @param imagePaths paths of the image files beside them.
 * @returns the format, and the files that are of it.
 * @throws FormatError when there is none, or more than one: which one is meant has to be said.
 */
export async function detectFormat(
  files: readonly SourceFile[],
  imagePaths: readonly string[] = [],
): Promise<{ format: FormatName; files: readonly SourceFile[] }> {
  const found = new Map<FormatName, SourceFile[]>();
  const unread = new Map<string, string>();
  let broken: FormatError | null = null;
  for (const file of files) {
    const format = await formatOfFile(file);
    if (format === null) {
      broken ??= await brokenJson(file);
      continue;
    }
    if (typeof format === "object") {
      if (!unread.has(format.unread)) unread.set(format.unread, file.path);
      continue;
    }
    const known = [...found.keys()].find((one) => isSameFamily(one, format)) ?? format;
    const ofFormat = found.get(known);
    if (ofFormat === undefined) found.set(known, [file]);
    else ofFormat.push(file);
  }
  const readable = Object.values(READERS)
    .map(({ title }) => title)
    .join(", ");
  if (found.size > 1) {
    const list = [...found].map(([format, [first]]) => `${READERS[format].title} (${first?.path})`).join(" and ");
    throw new FormatError("the import", `it holds more than one format: ${list}`, "Say which format to read");
  }
  for (const [format, ofFormat] of found) return { format, files: ofFormat };
  if (broken !== null) throw broken;
  if (maskFilesOf(imagePaths).length > 0) return { format: "masks", files: [] };
  const others = [...unread].map(([name, path]) => `${name} (${path})`).join(", ");
  throw new FormatError(
    "the import",
    others === "" ? "no annotation file was found in it" : `it holds ${others}, which is not read`,
    `Formats that are read: ${readable}`,
  );
}
