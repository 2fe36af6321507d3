import { geometryAreaPx, geometryBoxXywhPx } from "@maskyard/annotations";
import type { Told } from "@maskyard/annotations/editing";
import type { BoxPx, MaskGeometry } from "../../../mask/types.ts";
import type { EditedAnnotation } from "./editorGraph.ts";
import type { EditableShape } from "./editShape.ts";

/** A shape as it is compared and stored: each kind has what it needs and nothing derived. Upright image pixels. */
export type ContentShape =
  | { readonly kind: "POLYGON"; readonly parts: MaskGeometry["parts"] }
  | { readonly kind: "BOX"; readonly box: BoxPx }
  | { readonly kind: "RLE"; readonly rle: NonNullable<MaskGeometry["rle"]> };

/** What the editing machine keeps of an annotation. */
export interface AnnotationContent {
  readonly categoryId: string;
  readonly isCrowd: boolean;
  readonly shape: ContentShape;
}

export interface ShapeMeasures {
  readonly box: BoxPx;
  readonly areaPx: number;
}

const measures = new WeakMap<ContentShape, ShapeMeasures>();

type GraphShape = Pick<EditedAnnotation, "geometry" | "box">;

export function contentShape({ geometry, box }: GraphShape): ContentShape {
  const { x, y, width, height } = box;
  if (geometry.kind === "BOX") return { kind: "BOX", box: { x, y, width, height } };
  if (geometry.kind === "RLE" && geometry.rle) {
    const { heightPx, widthPx, counts } = geometry.rle;
    return { kind: "RLE", rle: { heightPx, widthPx, counts } };
  }
  return { kind: "POLYGON", parts: geometry.parts.map(({ outer, holes }) => ({ outer, holes })) };
}

/** An annotation as the graph gave it, told to the machine. Box and area stay the server's. */
export function toldAnnotation(
  annotation: EditedAnnotation & { readonly isDeleted?: boolean },
): Told<AnnotationContent> {
  const shape = contentShape(annotation);
  measures.set(shape, { box: annotation.box, areaPx: annotation.areaPx });
  return {
    id: annotation.id,
    revision: annotation.revision,
    isDeleted: annotation.isDeleted ?? false,
    content: { categoryId: annotation.category.id, isCrowd: annotation.isCrowd, shape },
  };
}

/** Box and area of a shape; those of one that is not saved are measured here, once. */
export function measuresOf(shape: ContentShape): ShapeMeasures {
  const known = measures.get(shape);
  if (known) return known;
  const measured = measure(shape);
  measures.set(shape, measured);
  return measured;
}

function measure(shape: ContentShape): ShapeMeasures {
  if (shape.kind === "BOX") return { box: shape.box, areaPx: shape.box.width * shape.box.height };
  const geometry =
    shape.kind === "POLYGON"
      ? ({ type: "polygon", parts: [...shape.parts] } as const)
      : ({ type: "rle", rle: { size: [shape.rle.heightPx, shape.rle.widthPx], counts: shape.rle.counts } } as const);
  const [x, y, width, height] = geometryBoxXywhPx(geometry) ?? [0, 0, 0, 0];
  return { box: { x, y, width, height }, areaPx: geometryAreaPx(geometry, [x, y, width, height]) };
}

export function shapeGeometry(shape: ContentShape): MaskGeometry {
  return {
    kind: shape.kind,
    parts: shape.kind === "POLYGON" ? shape.parts : [],
    rle: shape.kind === "RLE" ? shape.rle : null,
  };
}

/** The shape as it can be edited; null for a run-length mask, which has no vertices. */
export function editableShape(shape: ContentShape): EditableShape | null {
  return shape.kind === "RLE" ? null : shape;
}
