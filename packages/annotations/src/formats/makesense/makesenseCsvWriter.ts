import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import { pathInSubset } from "../writing/exportPaths.ts";
import type { FormatWriter, WriteContext } from "../writing/OutputFile.ts";
import { MAKESENSE_RECT_HEADER } from "./makesenseRow.ts";

/** makesense's rectangle CSV: whole pixels, nothing quoted, images without boxes not in it. */
export const makesenseCsvWriter: FormatWriter = {
  imagePath: (path, subset) => pathInSubset(path, subset),
  isByStem: false,
  isSubsetInPath: true,
  precision: { format: "makesense-csv", shape: "box", tolerancePx: 1, isBoxOfShape: false },
  *files(context) {
    yield { path: "labels.csv", content: rowsOf(context) };
  },
};

function* rowsOf(context: WriteContext): Iterable<string> {
  yield `${MAKESENSE_RECT_HEADER}\n`;
  for (const image of context.document.images) {
    const name = context.imagePathOf.get(image) as string;
    if (image.annotations.length === 0) {
      context.remark(image.key, "an image without objects has no row: the file does not name it");
    }
    for (const annotation of image.annotations) yield rowOf(annotation, image, name, context);
  }
}

function rowOf(annotation: DocumentAnnotation, image: DocumentImage, name: string, context: WriteContext): string {
  if (image.widthPx === null || image.heightPx === null) {
    context.note(annotation, "dropped", "a row holds the image's size, which is not known");
    return "";
  }
  if (annotation.isCrowd) {
    context.note(annotation, "dropped", "a crowd: the format cannot mark it, and it is not one object");
    return "";
  }
  const [x, y, width, height] = annotation.boxXywhPx;
  const [left, right] = wholeSide(x, x + width, image.widthPx);
  const [top, bottom] = wholeSide(y, y + height, image.heightPx);
  if (annotation.geometry.type !== "box") {
    context.note(annotation, "clipped", "its outline is left out: the format has boxes only");
  }
  if (left !== x || top !== y || right !== x + width || bottom !== y + height) {
    context.note(annotation, "rounded", "makesense writes boxes in whole pixels");
  }
  const label = annotation.categoryName.replaceAll(/[\r\n]+/g, " ");
  return `${[label, left, top, right - left, bottom - top, name, image.widthPx, image.heightPx].join(",")}\n`;
}

/** Both ends rounded, at least a pixel apart. */
function wholeSide(from: number, to: number, sidePx: number): [number, number] {
  const start = Math.min(Math.round(from), sidePx - 1);
  return [start, Math.max(Math.round(to), start + 1)];
}
