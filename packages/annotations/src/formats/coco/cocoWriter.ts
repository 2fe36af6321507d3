import type { DocumentImage } from "../../document/types.ts";
import { pathByRole } from "../writing/exportPaths.ts";
import type { FormatWriter, OutputFile, WriteContext } from "../writing/OutputFile.ts";
import { type CocoOutput, writeCoco } from "./writeCoco.ts";

/** What datumaro and CVAT call the subset of images that are in none. */
const DEFAULT = "default";

/**
 * COCO instances as COCO's own folder has them, which is where datumaro and CVAT look: `annotations/instances_train.json`
 * says `a.jpg` of `images/train/a.jpg`. What is in no subset is in `default`. Polygons with holes become run lengths.
 */
export const cocoWriter: FormatWriter = {
  imagePath: (path, subset, hasSubsets, { cocoLayout }) =>
    cocoLayout === "as-named" ? path : pathByRole("images", path, subset ?? (hasSubsets ? DEFAULT : null)),
  isByStem: false,
  isSubsetInPath: false,
  precision: { format: "coco", shape: "vertices", tolerancePx: 1e-9, isBoxOfShape: false },
  *files(context) {
    const { images } = context.document;
    const subsets = [...new Set(images.map(({ subset }) => subset))].sort((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1));
    for (const subset of subsets.length === 0 ? [null] : subsets) {
      const name = subset ?? DEFAULT;
      const folder = subsets.length > 1 || subset !== null ? `images/${name}/` : "images/";
      yield fileOf(
        `annotations/instances_${name}.json`,
        images.filter((image) => image.subset === subset),
        context.options.cocoLayout === "as-named" ? "" : folder,
        context,
      );
    }
  },
};

/** @param folder where the images lie; `file_name` is the path below it. */
function fileOf(path: string, images: readonly DocumentImage[], folder: string, context: WriteContext): OutputFile {
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
    return { ...image, fileName: (imagePathOf.get(image) as string).slice(folder.length), annotations };
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
