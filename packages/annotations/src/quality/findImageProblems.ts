import { checkBox, checkGeometry } from "../geometry/checkGeometry.ts";
import { runsFromGeometry } from "../geometry/runsFromGeometry.ts";
import { runsIou } from "../geometry/runsIou.ts";
import type { QualityAnnotation, QualityFinding, QualityImage } from "./types.ts";

/** A side below this is lost on the way to the finest feature map (stride 4). */
export const TINY_SIDE_PX = 4;
/** Two of one class that share more than this of their union are one thing drawn twice. */
export const DUPLICATE_IOU = 0.95;
/** Two of one class that share more than this are looked at by a person. */
export const OVERLAP_IOU = 0.6;
/** A box may lie this far outside by rounding. */
const OUTSIDE_SLACK_PX = 1;

/** What of one image would harm a training: shapes that cannot be learnt, shapes drawn twice, and images without any. */
export function findImageProblems(image: QualityImage): QualityFinding[] {
  const { annotations, id: imageId } = image;
  if (annotations.length === 0) return [{ kind: "unlabelled", imageId, annotationIds: [], detail: "no annotation" }];
  const findings: QualityFinding[] = [];
  const sound: QualityAnnotation[] = [];
  for (const annotation of annotations) {
    const found = shapeProblem(annotation, image);
    if (found) findings.push({ ...found, imageId, annotationIds: [annotation.id] });
    if (found?.kind !== "degenerate") sound.push(annotation);
  }
  return [...findings, ...pairProblems(sound, image)];
}

function shapeProblem(
  { geometry, boxXywhPx }: QualityAnnotation,
  image: QualityImage,
): Pick<QualityFinding, "kind" | "detail"> | null {
  const problem = checkBox(boxXywhPx) ?? checkGeometry(geometry, boxXywhPx);
  if (problem !== null) return { kind: "degenerate", detail: problem };
  if (geometry.type === "rle" && (geometry.rle.size[0] !== image.heightPx || geometry.rle.size[1] !== image.widthPx)) {
    return {
      kind: "degenerate",
      detail: `a mask of ${geometry.rle.size[1]} x ${geometry.rle.size[0]} on an image of another size`,
    };
  }
  const [x, y, width, height] = boxXywhPx;
  const outsidePx = Math.max(-x, -y, x + width - image.widthPx, y + height - image.heightPx);
  if (outsidePx > OUTSIDE_SLACK_PX) {
    return {
      kind: "outside",
      detail: `${round(outsidePx)} px outside the image of ${image.widthPx} x ${image.heightPx}`,
    };
  }
  if (Math.min(width, height) < TINY_SIDE_PX)
    return { kind: "tiny", detail: `a box of ${round(width)} x ${round(height)} px` };
  return null;
}

/** Pairs of one class, each annotation as the later of at most one: the one it overlaps most. */
function pairProblems(annotations: readonly QualityAnnotation[], image: QualityImage): QualityFinding[] {
  const findings: QualityFinding[] = [];
  for (const [i, later] of annotations.entries()) {
    if (later.isCrowd) continue;
    let best: { earlier: QualityAnnotation; iou: number } | null = null;
    for (const earlier of annotations.slice(0, i)) {
      if (earlier.isCrowd || earlier.categoryId !== later.categoryId) continue;
      if (!canOverlap(earlier, later)) continue;
      const iou = maskIou(earlier, later, image);
      if (iou > OVERLAP_IOU && (best === null || iou > best.iou)) best = { earlier, iou };
    }
    if (best === null) continue;
    findings.push({
      kind: best.iou > DUPLICATE_IOU ? "duplicate" : "overlap",
      imageId: image.id,
      annotationIds: [later.id, best.earlier.id],
      detail: `two of one class share ${Math.round(best.iou * 100)} % of their union`,
    });
  }
  return findings;
}

/** False where the boxes alone tell that the masks share too little: these share at most what the boxes share. */
function canOverlap(a: QualityAnnotation, b: QualityAnnotation): boolean {
  const [ax, ay, aWidth, aHeight] = a.boxXywhPx;
  const [bx, by, bWidth, bHeight] = b.boxXywhPx;
  const sharedWidth = Math.min(ax + aWidth, bx + bWidth) - Math.max(ax, bx);
  const sharedHeight = Math.min(ay + aHeight, by + bHeight) - Math.max(ay, by);
  if (sharedWidth <= 0 || sharedHeight <= 0) return false;
  // Drawn in pixels an area is a little another than the polygon's own.
  return sharedWidth * sharedHeight > 0.8 * OVERLAP_IOU * Math.max(a.areaPx, b.areaPx);
}

function maskIou(a: QualityAnnotation, b: QualityAnnotation, { heightPx, widthPx }: QualityImage): number {
  const runs = (one: QualityAnnotation) => runsFromGeometry(one.geometry, one.boxXywhPx, heightPx, widthPx);
  return runsIou(runs(a), runs(b));
}

function round(valuePx: number): number {
  return Math.round(valuePx * 10) / 10;
}
