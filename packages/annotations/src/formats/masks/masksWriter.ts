import type { DocumentImage } from "../../document/types.ts";
import { encodePng } from "../png/encodePng.ts";
import { pathByRole, withExtension } from "../writing/exportPaths.ts";
import type { FormatWriter, OutputFile, WriteContext } from "../writing/OutputFile.ts";
import { maskOfAnnotation } from "./maskOfAnnotation.ts";

/** One black and white PNG an instance, `masks/NAME/0001_LABEL.png` beside `images/NAME.jpg`; masks that overlap keep all pixels. */
export const masksWriter: FormatWriter = {
  imagePath: (path, subset) => pathByRole("images", path, subset),
  isByStem: true,
  isSubsetInPath: true,
  precision: { format: "masks", shape: "pixels", tolerancePx: 0, isBoxOfShape: true },
  *files(context) {
    for (const image of context.document.images) yield* masksOf(image, context);
  },
};

function* masksOf(image: DocumentImage, context: WriteContext): Iterable<OutputFile> {
  const folder = withExtension((context.imagePathOf.get(image) as string).replace(/^images\//, "masks/"), "");
  let number = 0;
  for (const annotation of image.annotations) {
    if (annotation.isCrowd) {
      context.note(annotation, "dropped", "a crowd: the format cannot mark it, and it is not one object");
      continue;
    }
    const mask = maskOfAnnotation(annotation, image);
    if (mask === null) {
      context.note(annotation, "dropped", "a mask needs the size of its image, which is not known");
      continue;
    }
    const { pixels, heightPx, widthPx } = mask;
    if (!pixels.includes(1)) {
      context.note(annotation, "dropped", "it covers no whole pixel");
      continue;
    }
    if (annotation.geometry.type === "polygon") context.note(annotation, "rounded", "its outline is kept as pixels");
    if (annotation.geometry.type === "box") context.note(annotation, "guessed", "the box is written as its pixels");
    number++;
    const label = encodeURIComponent(annotation.categoryName).replaceAll("*", "%2A");
    yield {
      path: `${folder}/${String(number).padStart(4, "0")}_${label}.png`,
      content: encodePng(
        pixels.map((value) => value * 255),
        heightPx,
        widthPx,
        null,
      ),
    };
  }
}
