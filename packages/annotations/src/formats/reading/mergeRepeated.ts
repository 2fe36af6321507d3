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
  const amendments: Amendment[] = [];
  const kept = new Set<DocumentAnnotation>();
  const bounds = [0, ...joints, image.annotations.length];
  for (let file = 0; file + 1 < bounds.length; file++) {
    const before = new Map([...kept].map((one) => [signatureOf(one), one]));
    const corners = new Corners(kept);
    for (const annotation of image.annotations.slice(bounds[file], bounds[file + 1])) {
      const near = corners.near(annotation);
      const same = before.get(signatureOf(annotation)) ?? near.find((other) => isBoxOfShape(annotation, other));
      if (same !== undefined) {
        amendments.push({ place: annotation.key, kind: "merged", reason: `the same object as ${same.key}` });
        continue;
      }
      kept.add(annotation);
      // The shape says more than the box that came before it.
      const box = near.find((other) => kept.has(other) && isBoxOfShape(other, annotation));
      if (box === undefined) continue;
      kept.delete(box);
      amendments.push({ place: box.key, kind: "merged", reason: `the box of ${annotation.key}` });
    }
  }
  image.annotations = [...kept];
  return amendments;
}

/** Annotations by the pixel of their upper left corner: images of crowds hold tens of thousands. */
class Corners {
  readonly #byPixel = new Map<string, DocumentAnnotation[]>();

  constructor(annotations: Iterable<DocumentAnnotation>) {
    for (const annotation of annotations) {
      const [x, y] = annotation.boxXywhPx;
      const key = `${Math.floor(x)},${Math.floor(y)}`;
      const known = this.#byPixel.get(key);
      if (known === undefined) this.#byPixel.set(key, [annotation]);
      else known.push(annotation);
    }
  }

  /** Those whose corner is less than a pixel away, and some that are farther. */
  near({ boxXywhPx: [x, y] }: DocumentAnnotation): DocumentAnnotation[] {
    const around = [-1, 0, 1];
    return around.flatMap((dx) =>
      around.flatMap((dy) => this.#byPixel.get(`${Math.floor(x) + dx},${Math.floor(y) + dy}`) ?? []),
    );
  }
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
