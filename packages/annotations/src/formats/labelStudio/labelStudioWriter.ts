import type { DocumentAnnotation, DocumentImage, RingPx } from "../../document/types.ts";
import { maskRowMajorFromRuns } from "../../geometry/runLengths.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";
import type { ImageSize } from "../reading/settleShape.ts";
import { pathInSubset } from "../writing/exportPaths.ts";
import type { FormatWriter, WriteContext } from "../writing/OutputFile.ts";
import { brushRleFromMask } from "./brushRleFromMask.ts";
import { FROM_NAMES, IMAGE_TAG_NAME, labelStudioConfig } from "./labelStudioConfig.ts";
import { CROWD_NOTE, isBoxOf } from "./labelStudioShape.ts";

/**
 * Label Studio's task list and the labelling configuration it needs. Boxes and polygons of one ring are percent of the image;
 * masks, and shapes of several parts or with holes, are brushes. Images go by local files below the folder that Label Studio serves.
 */
export const labelStudioWriter: FormatWriter = {
  imagePath: (path, subset) => pathInSubset(path, subset),
  isByStem: false,
  isSubsetInPath: true,
  keepsTags: true,
  // Percent are written in full; reading rounds both ends of a side to a millionth of a pixel.
  precision: { format: "label-studio", shape: "vertices", tolerancePx: 2e-6, isBoxOfShape: true },
  *files(context) {
    yield { path: "tasks.json", content: tasksOf(context) };
    const { categories, images } = context.document;
    const labels = categories.map(({ name }) => name);
    const tags = [...new Set(images.flatMap((image) => image.tags ?? []))].sort();
    yield { path: "label_config.xml", content: labelStudioConfig(labels, tags) };
  },
};

function* tasksOf(context: WriteContext): Iterable<string> {
  yield "[";
  let separator = "\n";
  for (const [i, image] of context.document.images.entries()) {
    const path = context.imagePathOf.get(image) as string;
    const task = {
      id: i + 1,
      data: { image: `/data/local-files/?d=${path.split("/").map(encodeURIComponent).join("/")}` },
      // A task without an annotation is one that nobody has looked at; an empty one says that there is nothing.
      annotations: [
        { result: [...resultsOf(image, context), ...choicesOf(image)], was_cancelled: false, ground_truth: false },
      ],
    };
    yield separator + JSON.stringify(task);
    separator = ",\n";
  }
  yield "\n]\n";
}

function choicesOf({ tags = [] }: DocumentImage): object[] {
  if (tags.length === 0) return [];
  return [
    { id: "tags", type: "choices", from_name: FROM_NAMES.choices, to_name: IMAGE_TAG_NAME, value: { choices: tags } },
  ];
}

function resultsOf(image: DocumentImage, context: WriteContext): object[] {
  const { widthPx, heightPx, annotations } = image;
  if (widthPx === null || heightPx === null) {
    for (const annotation of annotations) {
      context.note(annotation, "dropped", "coordinates are percent of the image's size, which is not known");
    }
    return [];
  }
  return annotations.flatMap((annotation, i) => {
    const shape = shapeOf(annotation, annotations, { widthPx, heightPx }, context);
    if (shape === null) return [];
    const { isCrowd, categoryName } = annotation;
    if (isCrowd) context.note(annotation, "guessed", "a crowd is marked by a note, which Label Studio only shows");
    return [
      {
        id: `region${i + 1}`,
        type: shape.type,
        from_name: FROM_NAMES[shape.type],
        to_name: IMAGE_TAG_NAME,
        original_width: widthPx,
        original_height: heightPx,
        image_rotation: 0,
        value: { ...shape.value, [shape.type]: [categoryName] },
        ...(isCrowd ? { meta: { text: [CROWD_NOTE] } } : {}),
      },
    ];
  });
}

interface ResultShape {
  readonly type: Exclude<keyof typeof FROM_NAMES, "choices">;
  readonly value: object;
}

function shapeOf(
  annotation: DocumentAnnotation,
  siblings: readonly DocumentAnnotation[],
  size: ImageSize,
  context: WriteContext,
): ResultShape | null {
  const { geometry, boxXywhPx } = annotation;
  const [x, y, width, height] = boxXywhPx;
  if (geometry.type === "box") {
    if (siblings.some((sibling) => isBoxOf(annotation, sibling))) {
      const reason = "another shape of its class has the same box, and would take it for its own: it is a polygon";
      context.note(annotation, "rounded", reason);
      return polygonOf([x, y, x + width, y, x + width, y + height, x, y + height], size);
    }
    const [left, top, wide, high] = percentOf([x, y, width, height], size);
    return { type: "rectanglelabels", value: { x: left, y: top, width: wide, height: high, rotation: 0 } };
  }
  const [part, ...others] = geometry.type === "polygon" ? geometry.parts : [];
  if (part !== undefined && others.length === 0 && part.holes.length === 0) return polygonOf(part.outer, size);
  if (geometry.type === "polygon") {
    context.note(
      annotation,
      "rounded",
      "its parts and holes are kept as pixels: a polygon of Label Studio is one ring",
    );
  }
  const [heightPx, widthPx] = geometry.type === "rle" ? geometry.rle.size : [size.heightPx, size.widthPx];
  if (heightPx !== size.heightPx || widthPx !== size.widthPx) {
    context.note(annotation, "dropped", `its mask is ${widthPx} x ${heightPx}, the image another size`);
    return null;
  }
  const mask = maskRowMajorFromRuns(runsFromGeometry(geometry, boxXywhPx, heightPx, widthPx));
  return { type: "brushlabels", value: { format: "rle", rle: brushRleFromMask(mask) } };
}

function polygonOf(ring: RingPx, size: ImageSize): ResultShape {
  const percent = percentOf(ring, size);
  const points = Array.from({ length: ring.length / 2 }, (_, i) => percent.slice(2 * i, 2 * i + 2));
  return { type: "polygonlabels", value: { points, closed: true } };
}

function percentOf(xyPx: readonly number[], { widthPx, heightPx }: ImageSize): number[] {
  return xyPx.map((value, i) => (value * 100) / (i % 2 === 0 ? widthPx : heightPx));
}
