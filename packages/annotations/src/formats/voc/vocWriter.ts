import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import { boxIouXywh } from "../../geometry/boxIouXywh.ts";
import { encodePng, vocPaletteRgb } from "../png/encodePng.ts";
import { pathByRole, withExtension, withoutSubset } from "../writing/exportPaths.ts";
import type { FormatWriter, WriteContext } from "../writing/OutputFile.ts";
import { escapeXml } from "../xml/readXml.ts";
import { countPixels, drawObjects, MASK_VALUE_MAX } from "./drawObjects.ts";
import { ImageSets } from "./ImageSets.ts";
import { labelMap } from "./labelMap.ts";
import { vocId } from "./vocId.ts";
import { instancesOf } from "./vocMasks.ts";

/** Pascal VOC XML, with instance and class masks for images that have shapes, image sets and labelmap.txt. */
export const vocWriter: FormatWriter = {
  // ImageSets say the subset, and readers look in no folders below this one.
  imagePath: (path, subset) => pathByRole("JPEGImages", withoutSubset(path, subset), null),
  isByStem: true,
  isSubsetInPath: false,
  precision: { format: "voc", shape: "pixels", tolerancePx: 1e-9, isBoxOfShape: false },
  *files(context) {
    const { document } = context;
    yield { path: "labelmap.txt", content: labelMap(context) };
    const classOf = new Map(document.categories.map(({ name }, i) => [name, i + 1]));
    const sets = new ImageSets(document.images.some(({ subset }) => subset !== null));
    for (const image of document.images) {
      const path = context.imagePathOf.get(image) as string;
      const written = image.annotations.filter((annotation) => {
        if (annotation.isCrowd) {
          context.note(annotation, "dropped", "a crowd: the format cannot mark it, and it is not one object");
        }
        return !annotation.isCrowd;
      });
      const inRole = (folder: string, extension: string) =>
        withExtension(path.replace(/^JPEGImages\//, `${folder}/`), extension);
      const masks = masksOf(image, written, classOf, context);
      yield { path: inRole("Annotations", ".xml"), content: xmlOf(image, path, written, masks !== null, context) };
      if (masks !== null && image.heightPx !== null && image.widthPx !== null) {
        for (const [folder, samples] of Object.entries(masks)) {
          const png = encodePng(samples, image.heightPx, image.widthPx, vocPaletteRgb());
          yield { path: inRole(folder, ".png"), content: png };
        }
      }
      sets.add(image.subset, vocId(path, "JPEGImages"), masks !== null);
    }
    yield* sets.files();
  },
};

function xmlOf(
  image: DocumentImage,
  path: string,
  annotations: readonly DocumentAnnotation[],
  hasMasks: boolean,
  { options }: WriteContext,
): string {
  const base = options.vocBase ?? 0;
  const objects = annotations.map(({ categoryName, boxXywhPx: [x, y, width, height] }) =>
    [
      "  <object>",
      `    <name>${escapeXml(categoryName)}</name>`,
      "    <pose>Unspecified</pose>",
      "    <truncated>0</truncated>",
      "    <difficult>0</difficult>",
      "    <bndbox>",
      // Counted from 1 with both ends inside, pixels 0 to 9 are 1 to 10: only the near ends move.
      `      <xmin>${x + base}</xmin>`,
      `      <ymin>${y + base}</ymin>`,
      `      <xmax>${x + width}</xmax>`,
      `      <ymax>${y + height}</ymax>`,
      "    </bndbox>",
      "  </object>",
    ].join("\n"),
  );
  return [
    "<annotation>",
    "  <folder>JPEGImages</folder>",
    // With the folders below, where datumaro looks for it.
    `  <filename>${escapeXml(path.slice("JPEGImages/".length))}</filename>`,
    "  <source>",
    "    <database>Unknown</database>",
    "  </source>",
    "  <size>",
    `    <width>${image.widthPx ?? 0}</width>`,
    `    <height>${image.heightPx ?? 0}</height>`,
    "    <depth>3</depth>",
    "  </size>",
    `  <segmented>${hasMasks ? 1 : 0}</segmented>`,
    ...objects,
    "</annotation>",
    "",
  ].join("\n");
}

/** The n-th object has value n. Large objects are drawn first; what small ones cover is lost to them. */
function masksOf(
  image: DocumentImage,
  annotations: readonly DocumentAnnotation[],
  classOf: ReadonlyMap<string, number>,
  context: WriteContext,
): { SegmentationObject: Uint8Array; SegmentationClass: Uint8Array } | null {
  const { widthPx, heightPx } = image;
  const shaped = annotations.filter(({ geometry }) => geometry.type !== "box");
  if (shaped.length === 0) return null;
  if (widthPx === null || heightPx === null) {
    for (const one of shaped)
      context.note(one, "clipped", "its outline is left out: the size of its image is not known");
    return null;
  }
  const drawable = annotations.flatMap((annotation, i) => {
    if (annotation.geometry.type === "box") return [];
    if (i < MASK_VALUE_MAX) return [{ annotation, value: i + 1 }];
    context.note(annotation, "clipped", `its outline is left out: a mask holds ${MASK_VALUE_MAX} objects`);
    return [];
  });
  const { samples: objects, drawnPx: drawn } = drawObjects(drawable, { widthPx, heightPx });
  settleCovered(objects, drawn, annotations, { widthPx, heightPx }, context);
  const classes = objects.map((value) =>
    value === 0 ? 0 : (classOf.get(annotations[value - 1]?.categoryName ?? "") ?? 0),
  );
  if (classOf.size > MASK_VALUE_MAX) {
    context.remark(image.key, `a class mask holds ${MASK_VALUE_MAX} classes: it is left out`);
    return { SegmentationObject: objects, SegmentationClass: new Uint8Array(objects.length) };
  }
  return { SegmentationObject: objects, SegmentationClass: classes };
}

/** Says what others cover; a mask of which too little is left to be known again is taken out. */
function settleCovered(
  objects: Uint8Array,
  drawn: ReadonlyMap<number, number>,
  annotations: readonly DocumentAnnotation[],
  size: { readonly widthPx: number; readonly heightPx: number },
  context: WriteContext,
): void {
  const seen = new Map(instancesOf({ ...size, samples: objects }, null).map((mask) => [mask.value, mask]));
  const left = countPixels(objects);
  for (const [value, count] of drawn) {
    const annotation = annotations[value - 1] as DocumentAnnotation;
    const mask = seen.get(value);
    if (mask === undefined || boxIouXywh(mask.boxXywhPx, annotation.boxXywhPx) < 0.5) {
      context.note(
        annotation,
        "clipped",
        "its outline is left out: in the mask others cover it, or it has no whole pixel",
      );
      for (let i = 0; i < objects.length; i++) if (objects[i] === value) objects[i] = 0;
      continue;
    }
    const covered = count - (left.get(value) ?? 0);
    if (covered > 0)
      context.note(annotation, "clipped", `${covered} of its ${count} pixels are covered by others in the mask`);
    else if (annotation.geometry.type === "polygon")
      context.note(annotation, "rounded", "its outline is kept as pixels");
  }
}
