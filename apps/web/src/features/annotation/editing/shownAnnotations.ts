import type { MaskGeometry } from "../../../mask/types.ts";
import { type AnnotationContent, editableShape, measuresOf, shapeGeometry } from "./AnnotationContent.ts";
import type { EditedAnnotation } from "./editorGraph.ts";
import type { EditableShape } from "./editShape.ts";
import type { ImageState } from "./ImageEditing.ts";

export interface ShownCategory {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/** An annotation as the image page shows it, saved or not. Upright image pixels. */
export interface ShownAnnotation extends Pick<EditedAnnotation, "id" | "areaPx" | "box" | "isCrowd"> {
  readonly geometry: MaskGeometry;
  readonly category: ShownCategory;
  /** Null for a run-length mask. */
  readonly shape: EditableShape | null;
  /** The revision that the server has; 0 where it has none yet. */
  readonly revision: number;
  readonly isSaved: boolean;
}

const UNKNOWN_CATEGORY = { name: "unknown class", color: "#868e96" };
const shownOf = new WeakMap<AnnotationContent, ShownAnnotation>();

/** The annotations in the order they came to be; one that did not change is the same object as before. */
export function shownAnnotations(
  contents: ReadonlyMap<string, AnnotationContent>,
  stored: ImageState["stored"],
  categories: ReadonlyMap<string, ShownCategory>,
): ShownAnnotation[] {
  return [...contents].map(([id, content]) => {
    const category = categories.get(content.categoryId) ?? { id: content.categoryId, ...UNKNOWN_CATEGORY };
    const revision = stored[id]?.revision ?? 0;
    const isSaved = stored[id]?.content === content;
    const before = shownOf.get(content);
    if (
      before?.id === id &&
      before.category === category &&
      before.revision === revision &&
      before.isSaved === isSaved
    ) {
      return before;
    }
    const { box, areaPx } = measuresOf(content.shape);
    const geometry = shapeGeometry(content.shape);
    const shape = editableShape(content.shape);
    const shown = { id, areaPx, box, isCrowd: content.isCrowd, geometry, category, shape, revision, isSaved };
    shownOf.set(content, shown);
    return shown;
  });
}
