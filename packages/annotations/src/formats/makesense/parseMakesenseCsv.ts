import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { settleShape } from "../reading/settleShape.ts";
import { looksLikeLines, type MakesenseRow, makesenseLines, readMakesenseRow } from "./makesenseRow.ts";

/**
 * Reads makesense's rectangle CSV into the document, with or without its header (it has one since June 2022). A line
 * that is no row is dropped with its number.
 * @throws FormatError when no line is a row, or the file holds makesense's points or lines.
 */
export function parseMakesenseCsv(path: string, text: string, document: DocumentBuilder): void {
  const { hasHeader, lines } = makesenseLines(text);
  const rows: (MakesenseRow & { place: string })[] = [];
  const brokenPlaces: string[] = [];
  for (const { number, line } of lines) {
    const row = readMakesenseRow(line);
    const place = `${path} line ${number}`;
    if (row !== null) rows.push({ ...row, place });
    else brokenPlaces.push(place);
  }
  if (rows.length === 0 && !hasHeader) {
    throw new FormatError(path, "no line is a rectangle of makesense", "Export from makesense as CSV of rectangles");
  }
  if (!hasHeader && looksLikeLines(rows)) {
    throw new FormatError(path, "these are lines of makesense, which have no area", "Export rectangles or polygons");
  }
  for (const place of brokenPlaces) {
    const reason = "not a row of label,x,y,width,height,image,image width,image height";
    document.ledger.annotation(place, [{ kind: "dropped", reason }]);
  }
  if (!hasHeader) document.ledger.warn("the file has no header: its rows are taken for rectangles", path);
  document.ledger.warn(
    "makesense writes boxes in whole pixels, and leaves out images without a box: the exact shapes are not in this file",
    path,
  );
  for (const [imageName, ofImage] of groupByImage(rows)) readImage(path, imageName, ofImage, document);
}

function groupByImage<Row extends MakesenseRow>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.imageName);
    if (group === undefined) groups.set(row.imageName, [row]);
    else group.push(row);
  }
  return groups;
}

function readImage(
  path: string,
  imageName: string,
  rows: readonly (MakesenseRow & { place: string })[],
  document: DocumentBuilder,
): void {
  const size = rows[0]?.size ?? null;
  const entry: ImageEntry = { key: `${path} image ${imageName}`, fileName: imageName, size, fromFile: path };
  const found = document.match(entry);
  const match = hasOneSize(rows) ? found : notOneImage(found, rows);
  if (match !== null && match.kind !== "matched") {
    document.skipImage(entry, match, rows.length);
    return;
  }

  const image = document.addImage(entry, match);
  for (const row of rows) {
    const notes: LedgerNote[] = [...row.notes];
    if (row.label === "") notes.push({ kind: "dropped", reason: "the row has no label: no class was chosen for it" });
    const shape = row.label === "" ? null : settleShape({ type: "box" }, row.boxXywhPx, document.cutTo(size), notes);
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
      raw: { label: row.label, boxXywhPx: row.boxXywhPx, imageName, imageSize: row.size },
    });
  }
}

function hasOneSize(rows: readonly MakesenseRow[]): boolean {
  const first = rows[0]?.size;
  return rows.every(({ size }) => size.widthPx === first?.widthPx && size.heightPx === first?.heightPx);
}

/** makesense knows images by bare name: two of one name share their rows, and only their sizes tell. */
function notOneImage(found: ImageMatch | null, rows: readonly MakesenseRow[]): ImageMatch {
  const sizes = new Set(rows.map(({ size }) => `${size.widthPx} x ${size.heightPx}`));
  const candidates = found?.kind === "matched" ? [found.path] : found?.kind === "ambiguous" ? found.candidates : [];
  return { kind: "ambiguous", candidates, reason: `rows of this name have different sizes: ${[...sizes].join(", ")}` };
}
