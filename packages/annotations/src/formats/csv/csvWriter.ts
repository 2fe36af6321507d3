import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { FormatWriter, WriteContext } from "../writing/OutputFile.ts";
import { type CsvColumns, type CsvField, missingFields } from "./csvColumns.ts";
import { csvLine } from "./csvLine.ts";

/** What a table has where nobody names its columns; a reader knows them all by their names. */
export const CSV_DEFAULT_COLUMNS = {
  file: "file_name",
  label: "label",
  x: "x",
  y: "y",
  w: "width",
  h: "height",
  width: "image_width",
  height: "image_height",
  subset: "subset",
} satisfies CsvColumns;

/**
 * A table of boxes, one a row, in the columns that a person names, in that order. An image without objects has a row with
 * empty cells.
 * @throws FormatError when the columns named cannot hold a box.
 */
export const csvWriter: FormatWriter = {
  imagePath: (path) => path,
  isByStem: false,
  isSubsetInPath: false,
  // The sum of a corner and a side, once there and once back.
  precision: { format: "csv", shape: "box", tolerancePx: 1e-9, isBoxOfShape: false },
  *files(context) {
    const columns = context.options.csvColumns ?? CSV_DEFAULT_COLUMNS;
    const missing = missingFields(columns);
    if (missing.length > 0) {
      throw new FormatError("the columns", `none is named for ${missing.join(", ")}`, "Name one for each");
    }
    yield { path: "annotations.csv", content: rowsOf(columns, context) };
  },
};

function* rowsOf(columns: CsvColumns, context: WriteContext): Iterable<string> {
  const fields = Object.keys(columns) as CsvField[];
  yield csvLine(fields.map((field) => columns[field] as string));
  for (const image of context.document.images) {
    if (image.subset !== null && columns.subset === undefined) {
      context.remark(image.key, `its subset ${image.subset} is left out: no column is named for it`);
    }
    const objects = image.annotations.filter((annotation) => !isLeftOut(annotation, context));
    for (const annotation of objects.length === 0 ? [null] : objects) {
      const cells = cellsOf(image, context.imagePathOf.get(image) as string, annotation);
      yield csvLine(fields.map((field) => String(cells[field] ?? "")));
    }
  }
}

function isLeftOut(annotation: DocumentAnnotation, context: WriteContext): boolean {
  if (annotation.isCrowd) {
    context.note(annotation, "dropped", "a crowd: the format cannot mark it, and it is not one object");
    return true;
  }
  if (annotation.geometry.type !== "box") {
    context.note(annotation, "clipped", "its outline is left out: the format has boxes only");
  }
  return false;
}

function cellsOf(
  image: DocumentImage,
  file: string,
  annotation: DocumentAnnotation | null,
): Record<CsvField, string | number | null> {
  const [x, y, w, h] = annotation?.boxXywhPx ?? [null, null, null, null];
  const end = (from: number | null, side: number | null) => (from === null || side === null ? null : from + side);
  const { widthPx: width, heightPx: height, subset } = image;
  const label = annotation?.categoryName ?? null;
  return { file, label, x, y, w, h, xmax: end(x, w), ymax: end(y, h), width, height, subset };
}
