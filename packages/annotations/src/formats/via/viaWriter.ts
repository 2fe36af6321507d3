import { pathInSubset } from "../write/exportPaths.ts";
import type { FormatWriter, WriteContext } from "../write/OutputFile.ts";
import { viaRegionOf } from "./viaRegion.ts";

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
    const regions = image.annotations.flatMap((annotation) => viaRegionOf(annotation, image, context));
    // VIA's key is name and bytes; -1 is its own mark for a file whose bytes it does not know.
    const entry = { filename, size: -1, regions, file_attributes: {} };
    yield `${separator}${JSON.stringify(`${filename}-1`)}:${JSON.stringify(entry)}`;
    separator = ",\n";
  }
  yield "\n}\n";
}
