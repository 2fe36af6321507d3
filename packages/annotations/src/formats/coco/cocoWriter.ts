import type { DocumentImage } from "../../document/types.ts";
import type { FormatWriter, OutputFile, WriteContext } from "../writing/OutputFile.ts";
import { type CocoOutput, writeCoco } from "./writeCoco.ts";

/** COCO instances: one file, or one a subset; polygons with holes become run lengths. */
export const cocoWriter: FormatWriter = {
  imagePath: (path) => path,
  isByStem: false,
  isSubsetInPath: false,
  precision: { format: "coco", shape: "vertices", tolerancePx: 1e-9, isBoxOfShape: false },
  *files(context) {
    const { images } = context.document;
    const subsets = [...new Set(images.map(({ subset }) => subset))].sort((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1));
    for (const subset of subsets.length === 0 ? [null] : subsets) {
      const name = subset === null ? (subsets.length > 1 ? "instances_default" : "instances") : `instances_${subset}`;
      yield fileOf(
        `annotations/${name}.json`,
        images.filter((image) => image.subset === subset),
        context,
      );
    }
  },
};

function fileOf(path: string, images: readonly DocumentImage[], context: WriteContext): OutputFile {
  const { document, imagePathOf } = context;
  const named = images.map((image): DocumentImage => {
    const isSized = image.widthPx !== null && image.heightPx !== null;
    const annotations = image.annotations.filter((annotation) => {
      const { geometry } = annotation;
      if (geometry.type !== "polygon" || geometry.parts.every(({ holes }) => holes.length === 0)) return true;
      if (isSized) context.note(annotation, "rounded", "its holes are kept as pixels: COCO's polygons have none");
      else context.note(annotation, "dropped", "its holes need pixels, and the size of its image is not known");
      return isSized;
    });
    return { ...image, fileName: imagePathOf.get(image) ?? image.fileName, annotations };
  });
  return { path, content: piecesOf(writeCoco({ categories: document.categories, images: named })) };
}

/** The JSON, record by record: whole it may be longer than a string can be. */
function* piecesOf(coco: CocoOutput): Iterable<string> {
  yield `{"info":${JSON.stringify(coco.info)}`;
  for (const key of ["images", "annotations", "categories"] as const) {
    yield `,"${key}":[`;
    let separator = "\n";
    for (const record of coco[key]) {
      yield separator + JSON.stringify(record);
      separator = ",\n";
    }
    yield "]";
  }
  yield "}\n";
}
