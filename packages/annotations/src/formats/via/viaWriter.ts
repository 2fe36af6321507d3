import { pathInSubset } from "../writing/exportPaths.ts";
import type { FormatWriter } from "../writing/OutputFile.ts";
import { viaJson } from "./viaJson.ts";

/** VIA 2 JSON annotations, the class in `region_attributes.label`; one ring an instance, boxes as rectangles. */
export const viaWriter: FormatWriter = {
  imagePath: (path, subset) => pathInSubset(path, subset),
  isByStem: false,
  isSubsetInPath: true,
  precision: { format: "via", shape: "vertices", tolerancePx: 1e-9, isBoxOfShape: true },
  *files(context) {
    const content = viaJson(context, (filename, regions) => ({
      // VIA's key is name and bytes; -1 is its own mark for a file whose bytes it does not know.
      key: `${filename}-1`,
      entry: { filename, size: -1, regions, file_attributes: {} },
    }));
    yield { path: "via_annotations.json", content };
  },
};
