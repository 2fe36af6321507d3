import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import { pathInSubset } from "../write/exportPaths.ts";
import type { FormatWriter, WriteContext } from "../write/OutputFile.ts";
import { oneRingOf } from "../write/oneRingOf.ts";

/** VIA 2 JSON annotations, the class in `region_attributes.label`; one ring an instance, boxes as rectangles. */
export const viaWriter: FormatWriter = {
  imagePath: (path, subset) => pathInSubset(path, subset),
  isByStem: false,
  isSubsetInPath: true,
  precision: { format: "via", shape: "vertices", tolerancePx: 1e-9, isBoxOfShape: true },
  *files(context) {
    yield { path: "via_annotations.json", content: piecesOf(context) };
  },
};

function* piecesOf(context: WriteContext): Iterable<string> {
  yield "{";
  let separator = "\n";
  for (const image of context.document.images) {
    const filename = context.imagePathOf.get(image) as string;
    const regions = image.annotations.flatMap((annotation) => regionOf(annotation, image, context));
    // VIA's key is name and bytes; -1 is its own mark for a file whose bytes it does not know.
    const entry = { filename, size: -1, regions, file_attributes: {} };
    yield `${separator}${JSON.stringify(`${filename}-1`)}:${JSON.stringify(entry)}`;
    separator = ",\n";
  }
  yield "\n}\n";
}

function regionOf(annotation: DocumentAnnotation, image: DocumentImage, context: WriteContext): object[] {
  const { geometry, boxXywhPx, categoryName, isCrowd } = annotation;
  const region = (shape: object) => [{ shape_attributes: shape, region_attributes: { label: categoryName } }];
  if (isCrowd) {
    context.note(annotation, "dropped", "a crowd: the format cannot mark it, and it is not one object");
    return [];
  }
  if (geometry.type === "box") {
    const [x, y, width, height] = boxXywhPx;
    return region({ name: "rect", x, y, width, height });
  }
  const [heightPx, widthPx] = geometry.type === "rle" ? geometry.rle.size : [image.heightPx, image.widthPx];
  const isOneRing = geometry.type === "polygon" && geometry.parts.length === 1 && geometry.parts[0]?.holes.length === 0;
  if (!isOneRing && (heightPx === null || widthPx === null)) {
    context.note(annotation, "dropped", "its parts or holes need pixels, and the size of its image is not known");
    return [];
  }
  if (geometry.type === "rle") context.note(annotation, "rounded", "the mask is written as its outline");
  const ring = oneRingOf(annotation, heightPx ?? 0, widthPx ?? 0, context);
  return region({
    name: "polygon",
    all_points_x: ring.filter((_, i) => i % 2 === 0),
    all_points_y: ring.filter((_, i) => i % 2 === 1),
  });
}
