import type { Amendment } from "../../document/amendLedger.ts";
import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";

/** Boxes within this are the same: tools round them differently. */
const SAME_BOX_PX = 0.5;

/**
 * Takes out of an image what a later file says of the same objects again, as COCO's own instances and keypoints do: the same shape of
 * the same class, or the box of one. A file that repeats itself is left as it is.
 * @param joints how many annotations were there when each further file began.
 */
export function mergeRepeated(image: DocumentImage, joints: readonly number[]): Amendment[] {
  const { annotations } = image;
  const amendments: Amendment[] = [];
  const kept: DocumentAnnotation[] = [];
  const bounds = [0, ...joints, annotations.length];
  for (let file = 0; file + 1 < bounds.length; file++) {
    const before = new Map<string, DocumentAnnotation>();
    const shapes: DocumentAnnotation[] = [];
    for (const one of kept) {
      before.set(signatureOf(one), one);
      shapes.push(one);
    }
    for (const annotation of annotations.slice(bounds[file], bounds[file + 1])) {
      const same = before.get(signatureOf(annotation)) ?? shapes.find((other) => isBoxOfShape(annotation, other));
      if (same !== undefined) {
        amendments.push({ place: annotation.key, kind: "merged", reason: `the same object as ${same.key}` });
        continue;
      }
      const box = shapes.find((other) => isBoxOfShape(other, annotation) && kept.includes(other));
      if (box === undefined) {
        kept.push(annotation);
        continue;
      }
      // The shape says more than the box that came before it.
      kept[kept.indexOf(box)] = annotation;
      amendments.push({ place: box.key, kind: "merged", reason: `the box of ${annotation.key}` });
    }
  }
  image.annotations = kept;
  return amendments;
}

function signatureOf({ categoryName, geometry, boxXywhPx, isCrowd }: DocumentAnnotation): string {
  return JSON.stringify([categoryName, isCrowd, geometry.type === "box" ? boxXywhPx : geometry]);
}

function isBoxOfShape(box: DocumentAnnotation, shape: DocumentAnnotation): boolean {
  return (
    box.geometry.type === "box" &&
    shape.geometry.type !== "box" &&
    box.categoryName === shape.categoryName &&
    box.boxXywhPx.every((value, i) => Math.abs(value - (shape.boxXywhPx[i] as number)) <= SAME_BOX_PX)
  );
}
