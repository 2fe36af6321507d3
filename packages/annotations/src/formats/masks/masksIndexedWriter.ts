import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import { encodePng, vocPaletteRgb } from "../png/encodePng.ts";
import { countPixels, drawObjects, MASK_VALUE_MAX } from "../voc/drawObjects.ts";
import { pathByRole, withExtension } from "../writing/exportPaths.ts";
import type { FormatWriter, OutputFile, WriteContext } from "../writing/OutputFile.ts";

/** What is not to be judged, in masks of objects and of classes alike. */
const VOID = 255;

/**
 * Two PNGs an image, for tools that read one file a picture: `SegmentationObject/NAME.png` with a number an instance and
 * `SegmentationClass/NAME.png` with a number a class, which `class_names.txt` lists from 0, the background. Also images
 * without objects have them. A pixel is of one object: of shapes that overlap the smaller is seen.
 */
export const masksIndexedWriter: FormatWriter = {
  imagePath: (path, subset) => pathByRole("images", path, subset),
  isByStem: true,
  isSubsetInPath: true,
  precision: { format: "masks", shape: "pixels", tolerancePx: 0, isBoxOfShape: true, isCoveredLost: true },
  *files(context) {
    const { categories, images } = context.document;
    const lines = categories.map(({ name }) => {
      const line = name.replace(/\s*[\r\n]+\s*/g, " ");
      if (line !== name)
        context.remark("class_names.txt", `${JSON.stringify(name)} is called ${line}: a class is a line`);
      return line;
    });
    yield { path: "class_names.txt", content: `${["_background_", ...lines].join("\n")}\n` };
    const classOf = new Map(categories.map(({ name }, i) => [name, i + 1]));
    for (const image of images) yield* masksOf(image, classOf, context);
  },
};

function* masksOf(
  image: DocumentImage,
  classOf: ReadonlyMap<string, number>,
  context: WriteContext,
): Iterable<OutputFile> {
  const { widthPx, heightPx } = image;
  if (widthPx === null || heightPx === null) {
    for (const one of image.annotations) {
      context.note(one, "dropped", "a mask needs the size of its image, which is not known");
    }
    return;
  }
  const size = { widthPx, heightPx };
  const objects = writable(image, classOf, context);
  const { samples, drawnPx } = drawObjects(objects, size);
  noteLosses(objects, samples, drawnPx, context);
  const classes = samples.map((value) =>
    value === 0 ? 0 : (classOf.get(objects[value - 1]?.annotation.categoryName ?? "") ?? 0),
  );
  const crowds = image.annotations.filter(({ isCrowd }) => isCrowd).map((annotation) => ({ annotation, value: VOID }));
  const crowded = drawObjects(crowds, size).samples;
  const path = context.imagePathOf.get(image) as string;
  for (const [folder, mask] of Object.entries({ SegmentationObject: samples, SegmentationClass: classes })) {
    yield {
      path: withExtension(path.replace(/^images\//, `${folder}/`), ".png"),
      content: encodePng(
        mask.map((value, i) => value || (crowded[i] as number)),
        heightPx,
        widthPx,
        vocPaletteRgb(),
      ),
    };
  }
}

/** The objects that have a number: from 1, in their order. */
function writable(
  image: DocumentImage,
  classOf: ReadonlyMap<string, number>,
  context: WriteContext,
): { annotation: DocumentAnnotation; value: number }[] {
  const objects: { annotation: DocumentAnnotation; value: number }[] = [];
  for (const annotation of image.annotations) {
    const drop = (reason: string) => context.note(annotation, "dropped", reason);
    if (annotation.isCrowd) drop("a crowd is no object: its pixels are marked as not to be judged (255)");
    else if ((classOf.get(annotation.categoryName) ?? 0) > MASK_VALUE_MAX) {
      drop(`a class mask holds ${MASK_VALUE_MAX} classes, and its class comes later: masks holds more`);
    } else if (objects.length === MASK_VALUE_MAX) {
      drop(`a mask holds ${MASK_VALUE_MAX} objects, and it comes later in its image: masks holds more`);
    } else objects.push({ annotation, value: objects.length + 1 });
  }
  return objects;
}

function noteLosses(
  objects: readonly { readonly annotation: DocumentAnnotation; readonly value: number }[],
  samples: Uint8Array,
  drawnPx: ReadonlyMap<number, number>,
  context: WriteContext,
): void {
  const seenPx = countPixels(samples);
  for (const { annotation, value } of objects) {
    const drawn = drawnPx.get(value) ?? 0;
    const seen = seenPx.get(value) ?? 0;
    if (drawn === 0) context.note(annotation, "dropped", "it covers no whole pixel");
    else if (seen === 0) context.note(annotation, "dropped", "others cover all of it: masks holds what overlaps");
    else if (seen < drawn) {
      context.note(
        annotation,
        "clipped",
        `others cover ${drawn - seen} of its ${drawn} pixels: masks holds what overlaps`,
      );
    } else if (annotation.geometry.type === "polygon") {
      context.note(annotation, "rounded", "its outline is kept as pixels");
    } else if (annotation.geometry.type === "box") {
      context.note(annotation, "guessed", "the box is written as its pixels");
    }
  }
}
