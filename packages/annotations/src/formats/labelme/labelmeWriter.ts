import type { DocumentAnnotation, DocumentImage, PolygonPart } from "../../document/types.ts";
import type { RunLengths } from "../../geometry/runLengths.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";
import { encodePng } from "../png/encodePng.ts";
import { encodeBase64 } from "../reading/encodeBase64.ts";
import { baseName } from "../reading/paths.ts";
import { cropOfRuns } from "../writing/cropOfRuns.ts";
import { pathInSubset, withExtension } from "../writing/exportPaths.ts";
import type { FormatWriter, WriteContext } from "../writing/OutputFile.ts";

interface LabelmeShape {
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
  readonly group_id: number | null;
  readonly description: string;
  readonly shape_type: "polygon" | "rectangle" | "mask";
  readonly flags: Readonly<Record<string, boolean>>;
  readonly mask: string | null;
}

/** labelme JSON, one file beside each image. Parts of one instance share a `group_id`; masks and holes become `mask` shapes, tags the image's flags. */
export const labelmeWriter: FormatWriter = {
  imagePath: (path, subset) => pathInSubset(path, subset),
  isByStem: true,
  isSubsetInPath: true,
  keepsTags: true,
  precision: { format: "labelme", shape: "vertices", tolerancePx: 1e-9, isBoxOfShape: true },
  *files(context) {
    for (const image of context.document.images) {
      const path = context.imagePathOf.get(image) as string;
      let group = 0;
      const shapes = image.annotations.flatMap((annotation) => {
        const shapesOf = shapesOfAnnotation(annotation, image, () => ++group, context);
        if (annotation.isCrowd && shapesOf.length > 0) {
          context.note(
            annotation,
            "guessed",
            "a crowd is marked by the flag iscrowd, which labelme itself does not know",
          );
        }
        return shapesOf;
      });
      const file = {
        version: "5.5.0",
        flags: Object.fromEntries((image.tags ?? []).map((tag) => [tag, true])),
        shapes,
        imagePath: baseName(path),
        imageData: null,
        imageHeight: image.heightPx,
        imageWidth: image.widthPx,
      };
      yield { path: withExtension(path, ".json"), content: `${JSON.stringify(file, null, 1)}\n` };
    }
  },
};

function shapesOfAnnotation(
  annotation: DocumentAnnotation,
  image: DocumentImage,
  nextGroup: () => number,
  context: WriteContext,
): LabelmeShape[] {
  const { geometry, boxXywhPx, categoryName } = annotation;
  const [x, y, width, height] = boxXywhPx;
  const shape = (more: Pick<LabelmeShape, "points" | "shape_type"> & Partial<LabelmeShape>): LabelmeShape => ({
    label: categoryName,
    group_id: null,
    description: "",
    flags: annotation.isCrowd ? { iscrowd: true } : {},
    mask: null,
    ...more,
  });
  if (geometry.type === "box") {
    return [
      shape({
        shape_type: "rectangle",
        points: [
          [x, y],
          [x + width, y + height],
        ],
      }),
    ];
  }
  const hasHoles = geometry.type === "polygon" && geometry.parts.some(({ holes }) => holes.length > 0);
  if (geometry.type === "polygon" && !hasHoles) {
    const group = geometry.parts.length > 1 ? nextGroup() : null;
    return geometry.parts.map((part) => shape({ shape_type: "polygon", points: pointsOf(part), group_id: group }));
  }
  const size = geometry.type === "rle" ? geometry.rle.size : ([image.heightPx, image.widthPx] as const);
  if (size[0] === null || size[1] === null) {
    context.note(annotation, "dropped", "its holes need pixels, and the size of its image is not known");
    return [];
  }
  if (hasHoles) context.note(annotation, "rounded", "its holes are kept as pixels: labelme's polygons have none");
  return [shape({ shape_type: "mask", ...maskOf(runsFromGeometry(geometry, boxXywhPx, size[0], size[1])) })];
}

function pointsOf({ outer }: PolygonPart): (readonly [number, number])[] {
  return Array.from({ length: outer.length / 2 }, (_, i) => [outer[2 * i] as number, outer[2 * i + 1] as number]);
}

/** The crop's PNG and its first and last pixel. */
function maskOf(runs: RunLengths): Pick<LabelmeShape, "points" | "mask"> {
  const { maskRowMajor, leftPx, topPx, widthPx, heightPx } = cropOfRuns(runs);
  const grey = maskRowMajor.map((value) => (value === 0 ? 0 : 255));
  return {
    points: [
      [leftPx, topPx],
      [leftPx + widthPx - 1, topPx + heightPx - 1],
    ],
    mask: encodeBase64(encodePng(grey, heightPx, widthPx, null)),
  };
}
