import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, FormatName } from "../../document/types.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { finiteNumber, positiveSize } from "../reading/records.ts";
import { type ImageSize, settleShape } from "../reading/settleShape.ts";
import { subsetFromPath } from "../reading/subsetFromPath.ts";
import {
  CSV_FIELDS,
  type CsvColumns,
  type CsvField,
  type CsvPositions,
  columnsAsNamed,
  guessColumns,
  missingFields,
  unknownColumns,
} from "./csvColumns.ts";
import { csvRows } from "./csvRows.ts";

interface BoxRow {
  readonly place: string;
  readonly label: string;
  /** null for a row that only names its image. */
  readonly boxXywhPx: BoxXywhPx | null;
  readonly problem: string | null;
  readonly size: ImageSize | null;
  readonly subset: string | null;
  readonly raw: Readonly<Record<string, string>>;
}

/** Reads boxes from tables of any header: the columns are named by a person, else by their usual names. */
export async function readCsv(context: ReadContext): Promise<FormatName> {
  for (const file of context.files) {
    const text = await file.text();
    await context.attempt(file.path, () => readTable(file.path, text, context.options.csvColumns, context.document));
  }
  return "csv";
}

function readTable(path: string, text: string, columns: CsvColumns | undefined, document: DocumentBuilder): void {
  let header: readonly string[] | null = null;
  let positions: CsvPositions = {};
  const images = new Map<string, BoxRow[]>();
  csvRows(text, ({ line, fields }, delimiter) => {
    if (header === null) {
      header = fields;
      positions = columnPositions(path, fields, columns, document);
      return;
    }
    const place = `${path} line ${line}`;
    const fileName = fieldOf(fields, positions, "file");
    if (fileName === "") {
      document.ledger.annotation(place, [{ kind: "dropped", reason: "the row names no image" }]);
      return;
    }
    const row = readRow(place, header, fields, positions, delimiter);
    const rows = images.get(fileName);
    if (rows === undefined) images.set(fileName, [row]);
    else rows.push(row);
  });
  if (header === null) throw new FormatError(path, "the file is empty", "Export it again");
  for (const [fileName, rows] of images) addImage(path, fileName, rows, document);
}

function columnPositions(
  path: string,
  header: readonly string[],
  columns: CsvColumns | undefined,
  document: DocumentBuilder,
): CsvPositions {
  if (columns !== undefined) return columnsAsNamed(path, header, columns);
  const guessed = guessColumns(header);
  if (guessed === null) throw unknownColumns(path, header, missingFields({}));
  const named = CSV_FIELDS.flatMap((field) => {
    const position = guessed[field];
    return position === undefined ? [] : [`${field}=${header[position]?.trim()}`];
  });
  document.ledger.warn(`columns were taken by their names: ${named.join(",")}`, `${path} line 1`);
  return guessed;
}

function fieldOf(fields: readonly string[], positions: CsvPositions, field: CsvField): string {
  const position = positions[field];
  return position === undefined ? "" : (fields[position] ?? "").trim();
}

function readRow(
  place: string,
  header: readonly string[],
  fields: readonly string[],
  positions: CsvPositions,
  delimiter: string,
): BoxRow {
  const text = (field: CsvField): string => fieldOf(fields, positions, field);
  // Where a comma does not part fields it may part decimals.
  const number = (field: CsvField): number | null =>
    finiteNumber(delimiter === "," ? text(field) : text(field).replace(",", "."));
  const [x, y] = [number("x"), number("y")];
  const width = positions.w === undefined ? distance(x, number("xmax")) : number("w");
  const height = positions.h === undefined ? distance(y, number("ymax")) : number("h");
  const widthPx = positiveSize(number("width"));
  const heightPx = positiveSize(number("height"));
  const coordinates = (["x", "y", "w", "h", "xmax", "ymax"] as const).filter((field) => positions[field] !== undefined);
  const isEmpty = text("label") === "" && coordinates.every((field) => text(field) === "");
  const bad = coordinates.find((field) => number(field) === null);
  const subset = text("subset") === "" ? null : subsetFromPath(text("subset"));
  return {
    place,
    label: text("label"),
    boxXywhPx: isEmpty || x === null || y === null || width === null || height === null ? null : [x, y, width, height],
    problem:
      isEmpty || bad === undefined ? null : `"${text(bad)}" in column ${header[positions[bad] ?? -1]} is no number`,
    size: widthPx === null || heightPx === null ? null : { widthPx, heightPx },
    subset,
    raw: Object.fromEntries(header.map((name, i) => [name.trim() || `column ${i + 1}`, fields[i] ?? ""])),
  };
}

function distance(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}

function addImage(path: string, fileName: string, rows: readonly BoxRow[], document: DocumentBuilder): void {
  const objects = rows.filter((row) => row.boxXywhPx !== null || row.problem !== null);
  const sizes = new Set(rows.flatMap(({ size }) => (size === null ? [] : [`${size.widthPx} x ${size.heightPx}`])));
  const size = rows.find((row) => row.size !== null)?.size ?? null;
  const subset = rows.find((row) => row.subset !== null)?.subset ?? null;
  const entry: ImageEntry = { key: `${path} image ${fileName}`, fileName, size, fromFile: path, subset };
  const found = document.match(entry);
  const match = sizes.size > 1 ? ofSeveralSizes(found, sizes) : found;
  if (match !== null && match.kind !== "matched") {
    document.skipImage(entry, match, objects.length);
    return;
  }
  const image = document.addImage(entry, match);
  const others = new Set(rows.flatMap((row) => (row.subset === null || row.subset === subset ? [] : [row.subset])));
  if (others.size > 0) {
    document.ledger.warn(
      `the image is in subset ${subset} and in ${[...others].join(", ")}: ${subset} was taken`,
      entry.key,
    );
  }
  for (const row of objects) {
    const notes: LedgerNote[] = [];
    if (row.label === "") notes.push({ kind: "dropped", reason: "the row has no label" });
    if (row.problem !== null) notes.push({ kind: "dropped", reason: row.problem });
    const shape =
      notes.length > 0 || row.boxXywhPx === null
        ? null
        : settleShape({ type: "box" }, row.boxXywhPx, document.cutTo(size), notes);
    document.ledger.annotation(row.place, notes);
    if (shape === null) continue;
    document.addCategory(row.label, null);
    image.annotations.push({
      key: row.place,
      categoryName: row.label,
      geometry: shape.geometry,
      boxXywhPx: shape.boxXywhPx,
      areaPx: shape.areaPx,
      isCrowd: false,
      raw: row.raw,
    });
  }
}

/** Rows of one name and several sizes speak of several images, and which is which cannot be known. */
function ofSeveralSizes(found: ImageMatch | null, sizes: ReadonlySet<string>): ImageMatch {
  const candidates = found?.kind === "matched" ? [found.path] : found?.kind === "ambiguous" ? found.candidates : [];
  return { kind: "ambiguous", candidates, reason: `rows of this name have different sizes: ${[...sizes].join(", ")}` };
}
