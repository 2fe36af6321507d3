import { FormatError } from "../reading/FormatError.ts";
import type { SourceFile } from "../reading/SourceFile.ts";
import { csvRows } from "./csvRows.ts";

/** What a column of a table may hold. Boxes are x, y, w, h or x, y, xmax, ymax in pixels; `width` and `height` are the image's. */
export const CSV_FIELDS = ["file", "label", "x", "y", "w", "h", "xmax", "ymax", "width", "height", "subset"] as const;
export type CsvField = (typeof CSV_FIELDS)[number];

/** Column names, by what they hold. */
export type CsvColumns = Readonly<Partial<Record<CsvField, string>>>;

/** Positions of columns in a row. */
export type CsvPositions = Readonly<Partial<Record<CsvField, number>>>;

/** Names that tools and people give such columns, most telling first. */
const USUAL_NAMES: Readonly<Record<CsvField, readonly string[]>> = {
  file: ["filename", "file_name", "file", "image_name", "image_path", "image", "path", "imageid", "image_id"],
  label: ["label_name", "label", "class", "class_name", "category", "category_name", "name"],
  x: ["xmin", "x_min", "left", "bbox_x", "x1", "x", "box_x"],
  y: ["ymin", "y_min", "top", "bbox_y", "y1", "y", "box_y"],
  w: ["bbox_width", "box_width", "w", "bbox_w", "box_w"],
  h: ["bbox_height", "box_height", "h", "bbox_h", "box_h"],
  xmax: ["xmax", "x_max", "right", "x2"],
  ymax: ["ymax", "y_max", "bottom", "y2"],
  width: ["image_width", "img_width", "width", "imagewidth"],
  height: ["image_height", "img_height", "height", "imageheight"],
  subset: ["subset", "split", "set", "dataset_split", "usage"],
};

/** The columns that a header's names tell; null where they do not tell all that is needed. */
export function guessColumns(header: readonly string[]): CsvPositions | null {
  const names = header.map((name) => name.trim().toLowerCase().replaceAll(" ", "_"));
  const positions: Partial<Record<CsvField, number>> = {};
  for (const field of CSV_FIELDS) {
    const name = USUAL_NAMES[field].find((one) => names.includes(one));
    if (name !== undefined) positions[field] = names.indexOf(name);
  }
  // "width" is the image's, unless another column says that of itself.
  for (const [side, imageSide, end, name] of [
    ["w", "width", "xmax", "width"],
    ["h", "height", "ymax", "height"],
  ] as const) {
    const position = names.indexOf(name);
    const isFree = position >= 0 && positions[imageSide] !== undefined && positions[imageSide] !== position;
    if (isFree && positions[side] === undefined && positions[end] === undefined) positions[side] = position;
  }
  return missingFields(positions).length === 0 ? positions : null;
}

/**
 * The columns that a person named.
 * @throws FormatError when one is not in the header, or something needed was not named.
 */
export function columnsAsNamed(path: string, header: readonly string[], columns: CsvColumns): CsvPositions {
  const names = header.map((name) => name.trim());
  const positions: Partial<Record<CsvField, number>> = {};
  for (const [field, name] of Object.entries(columns)) {
    const exact = names.indexOf(name.trim());
    const found = exact >= 0 ? exact : names.findIndex((one) => one.toLowerCase() === name.trim().toLowerCase());
    if (found < 0) {
      throw new FormatError(`${path} line 1`, `there is no column "${name}"`, `Columns there are: ${names.join(", ")}`);
    }
    positions[field as CsvField] = found;
  }
  const missing = missingFields(positions);
  if (missing.length === 0) return positions;
  throw unknownColumns(path, header, missing);
}

/** Whether a file is a table with all columns that a person named. */
export async function hasColumns({ path, text }: SourceFile, columns: CsvColumns | undefined): Promise<boolean> {
  if (columns === undefined || !/\.(csv|tsv|txt)$/i.test(path)) return false;
  let header: readonly string[] | null = null;
  csvRows((await text()).slice(0, 10_000), ({ fields }) => {
    header ??= fields.map((name) => name.trim().toLowerCase());
  });
  return Object.values(columns).every((name) => header?.includes(name.trim().toLowerCase()));
}

export function unknownColumns(path: string, header: readonly string[], missing: readonly string[]): FormatError {
  const columns = header.map((name) => name.trim()).join(", ");
  return new FormatError(
    `${path} line 1`,
    `the header (${columns.slice(0, 500)}) does not say which columns hold ${missing.join(", ")}`,
    "Name them: file, label, x, y, and w and h or xmax and ymax, for example file=image,label=kind,x=left,y=top,w=wide,h=high",
  );
}

/** What a table needs to hold boxes and does not. */
export function missingFields(positions: CsvPositions | CsvColumns): string[] {
  const missing: string[] = (["file", "label", "x", "y"] as const).filter((field) => positions[field] === undefined);
  if (positions.w === undefined && positions.xmax === undefined) missing.push("w or xmax");
  if (positions.h === undefined && positions.ymax === undefined) missing.push("h or ymax");
  return missing;
}
