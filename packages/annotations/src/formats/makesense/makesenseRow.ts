import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx } from "../../document/types.ts";
import { finiteNumber, positiveSize } from "../reading/records.ts";
import type { ImageSize } from "../reading/settleShape.ts";

export interface MakesenseRow {
  readonly label: string;
  readonly boxXywhPx: BoxXywhPx;
  readonly imageName: string;
  readonly size: ImageSize;
  readonly notes: readonly LedgerNote[];
}

/**
 * One line of makesense's rectangle CSV: `label,x,y,width,height,image,imageWidth,imageHeight`. Nothing is quoted or
 * escaped, so that it is read from the right: whatever stands before the last seven fields is the label.
 * @returns null when the line is no such row.
 */
export function readMakesenseRow(line: string): MakesenseRow | null {
  const fields = line.split(",");
  const widthPx = positiveSize(fields.at(-2));
  const heightPx = positiveSize(fields.at(-1));
  if (fields.length < 8 || widthPx === null || heightPx === null) return null;
  const size = { widthPx, heightPx };
  // A comma in the image's name moves the box to the left; the first place with four numbers is meant.
  for (let nameStart = fields.length - 3; nameStart >= 5; nameStart--) {
    const [x, y, width, height] = fields.slice(nameStart - 4, nameStart).map(finiteNumber);
    if (x == null || y == null || width == null || height == null) continue;
    const imageName = fields.slice(nameStart, -2).join(",").trim();
    const rawLabel = fields
      .slice(0, nameStart - 4)
      .join(",")
      .trim();
    const label = withoutQuotes(rawLabel);
    const notes: LedgerNote[] = [];
    if (nameStart < fields.length - 3) {
      notes.push({ kind: "guessed", reason: `commas were taken as part of the image name ${imageName}` });
    }
    if (label !== rawLabel) notes.push({ kind: "guessed", reason: "quotes around the label were taken off" });
    return { label, boxXywhPx: [x, y, width, height], imageName, size, notes };
  }
  return null;
}

/** A spreadsheet that saves the file again quotes labels with commas; makesense itself never does. */
function withoutQuotes(label: string): string {
  const isQuoted = label.length > 2 && label.startsWith('"') && label.endsWith('"') && label.includes(",");
  return isQuoted ? label.slice(1, -1).replaceAll('""', '"') : label;
}

export const MAKESENSE_RECT_HEADER =
  "label_name,bbox_x,bbox_y,bbox_width,bbox_height,image_name,image_width,image_height";

/** Lines of the text that hold something, with their numbers from 1; the header, if there, is left out. */
export function makesenseLines(text: string): { hasHeader: boolean; lines: { number: number; line: string }[] } {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ number: i + 1, line }))
    .filter(({ line }) => line.trim() !== "");
  const hasHeader = lines[0]?.line.trim().toLowerCase().startsWith("label_name,bbox_x,") ?? false;
  return { hasHeader, lines: hasHeader ? lines.slice(1) : lines };
}

/**
 * Whether rows without a header are makesense's line CSV, which has the same eight fields with two end points: then
 * second points, read as width and height, reach outside the image sooner or later.
 */
export function looksLikeLines(rows: readonly MakesenseRow[]): boolean {
  return rows.some(
    ({ boxXywhPx: [x, y, width, height], size }) =>
      width < 0 || height < 0 || x + width > size.widthPx + 1 || y + height > size.heightPx + 1,
  );
}
