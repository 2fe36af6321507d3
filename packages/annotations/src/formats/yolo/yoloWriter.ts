import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import { pathByRole, withExtension } from "../writing/exportPaths.ts";
import type { FormatWriter, OutputFile, WriteContext } from "../writing/OutputFile.ts";
import { oneRingOf } from "../writing/oneRingOf.ts";
import { dataYaml } from "./dataYaml.ts";

type Line = (annotation: DocumentAnnotation, image: SizedImage, context: WriteContext) => readonly number[];
type SizedImage = DocumentImage & { readonly widthPx: number; readonly heightPx: number };

/** Ultralytics' boxes: `class centreX centreY width height`. Outlines are left out. */
export const yoloWriter: FormatWriter = yoloWriterOf("yolo", (annotation, { widthPx, heightPx }, context) => {
  const [x, y, width, height] = annotation.boxXywhPx;
  if (annotation.geometry.type !== "box") {
    context.note(annotation, "clipped", "its outline is left out: the format has boxes only");
  }
  return [(x + width / 2) / widthPx, (y + height / 2) / heightPx, width / widthPx, height / heightPx];
});

/** Ultralytics' polygons: `class x1 y1 x2 y2 …`, one ring an instance. */
export const yoloSegWriter: FormatWriter = yoloWriterOf("yolo-seg", (annotation, { widthPx, heightPx }, context) => {
  const { geometry } = annotation;
  if (geometry.type === "box") context.note(annotation, "guessed", "the box is written as its four corners");
  if (geometry.type === "rle") context.note(annotation, "rounded", "the mask is written as its outline");
  return oneRingOf(annotation, heightPx, widthPx, context).map(
    (value, i) => value / (i % 2 === 0 ? widthPx : heightPx),
  );
});

function yoloWriterOf(format: "yolo" | "yolo-seg", line: Line): FormatWriter {
  return {
    // Where others are divided, an image of no subset must lie in none of their folders.
    imagePath: (path, subset, hasSubsets) => pathByRole("images", path, subset ?? (hasSubsets ? "unassigned" : null)),
    isByStem: true,
    isSubsetInPath: false,
    precision: {
      format,
      shape: format === "yolo" ? "box" : "vertices",
      tolerancePx: 1e-5,
      isBoxOfShape: format !== "yolo",
    },
    *files(context) {
      yield { path: "data.yaml", content: dataYaml(context.document) };
      for (const image of context.document.images) {
        const file = labelsOf(image, line, context);
        if (file !== null) yield file;
      }
    },
  };
}

function labelsOf(image: DocumentImage, line: Line, context: WriteContext): OutputFile | null {
  const { document, imagePathOf } = context;
  const path = withExtension((imagePathOf.get(image) as string).replace(/^images\//, "labels/"), ".txt");
  if (!isSized(image)) {
    for (const annotation of image.annotations) {
      context.note(annotation, "dropped", "YOLO writes fractions of the image's size, which is not known");
    }
    return null;
  }
  const indexOf = new Map(document.categories.map(({ name }, i) => [name, i]));
  const lines = new Map<string, string>();
  for (const annotation of image.annotations) {
    if (annotation.isCrowd) {
      context.note(annotation, "dropped", "a crowd: the format cannot mark it, and it is not one object");
      continue;
    }
    const text = [indexOf.get(annotation.categoryName), ...line(annotation, image, context).map(fraction)].join(" ");
    const same = lines.get(text);
    if (same !== undefined) context.note(annotation, "merged", `it is the same as ${same}`);
    else lines.set(text, annotation.key);
  }
  return { path, content: [...lines.keys()].map((text) => `${text}\n`).join("") };
}

function isSized(image: DocumentImage): image is SizedImage {
  return image.widthPx !== null && image.heightPx !== null;
}

/** Twelve decimals: less than a millionth of a pixel in the widest image. */
function fraction(value: number): string {
  return String(Number(Math.min(1, Math.max(0, value)).toFixed(12)));
}
