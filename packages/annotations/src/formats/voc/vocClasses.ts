import type { SourceFile } from "../reading/SourceFile.ts";

/** The 20 classes of Pascal VOC 2012 by their value in SegmentationClass, which is their palette index. */
const VOC_CLASSES = [
  ...[
    "background",
    "aeroplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "diningtable",
  ],
  ...["dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor"],
];

/** What the values, or the colours, of class masks stand for. */
export interface VocClasses {
  readonly names: readonly string[];
  /** Red, green, blue of each class where labelmap.txt gives its own; else VOC's palette holds. */
  readonly colorsRgb: Uint8Array | null;
  readonly file: SourceFile | null;
}

/** Class names by mask value: of labelmap.txt (CVAT, Datumaro: `name:r,g,b:parts:actions`), class_names.txt (labelme), or VOC's own. */
export async function readVocClasses(files: readonly SourceFile[]): Promise<VocClasses> {
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1).toLowerCase();
    if (name !== "labelmap.txt" && name !== "class_names.txt") continue;
    const lines = (await file.text())
      .replace(/^\ufeff/, "")
      .split(/\r\n|\n|\r/)
      .map((line) => line.trim())
      // Only a label map has comments: a class may be called #1.
      .filter((line) => line !== "" && !(name === "labelmap.txt" && line.startsWith("#")));
    if (name === "class_names.txt") return { names: lines, colorsRgb: null, file };
    const colors = lines.flatMap((line) => (line.split(":")[1] ?? "").split(",").map(Number));
    const areWhole = colors.length === 3 * lines.length && colors.every((value) => value >= 0 && value <= 255);
    return {
      names: lines.map((line) => line.split(":")[0] ?? ""),
      colorsRgb: areWhole ? Uint8Array.from(colors) : null,
      file,
    };
  }
  return { names: VOC_CLASSES, colorsRgb: null, file: null };
}
