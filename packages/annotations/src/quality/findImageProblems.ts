import { checkBox, checkGeometry } from "../geometry/checkGeometry.ts";
import { measureGeometry } from "../geometry/geometryAreaPx.ts";
import type { RunLengths } from "../geometry/runLengths.ts";
import { runsFromGeometry } from "../geometry/runsFromGeometry.ts";
import { runsIou } from "../geometry/runsIou.ts";
import { overlapCandidates } from "./overlapCandidates.ts";
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
  const { caveat } = measureGeometry(geometry, boxXywhPx);
  return caveat === null ? null : { kind: "tangled", detail: caveat };
}

/** Drawn in pixels an area is a little another than the polygon's own. */
const SHARE_MIN = 0.8 * OVERLAP_IOU;
/** Runs of masks drawn and walked to compare those of one image: about a second. */
const RUNS_MAX = 30_000_000;

/** Pairs of one class, each annotation as the later of at most one: the one it overlaps most. */
function pairProblems(annotations: readonly QualityAnnotation[], image: QualityImage): QualityFinding[] {
  const { earlierOf, isComplete } = overlapCandidates(annotations, SHARE_MIN);
  const findings: QualityFinding[] = [];
  let runs = 0;
  for (const [i, later] of annotations.entries()) {
    const candidates = earlierOf.get(i);
    if (candidates === undefined) continue;
    if (runs > RUNS_MAX) return [...findings, crowded(annotations, image)];
    const laterRuns = runsOf(later, image);
    let best: { earlier: QualityAnnotation; iou: number } | null = null;
    for (const j of candidates) {
      const earlier = annotations[j] as QualityAnnotation;
      const earlierRuns = runsOf(earlier, image);
      runs += laterRuns.counts.length + 4 * earlierRuns.counts.length;
      const iou = runsIou(earlierRuns, laterRuns);
      if (iou > OVERLAP_IOU && (best === null || iou > best.iou)) best = { earlier, iou };
      // Nothing overlaps it more than the same shape does.
      if (iou === 1 || runs > RUNS_MAX) break;
    }
    if (best === null) continue;
    findings.push({
      kind: best.iou > DUPLICATE_IOU ? "duplicate" : "overlap",
      imageId: image.id,
      annotationIds: [later.id, best.earlier.id],
      detail: `two of one class share ${Math.round(best.iou * 100)} % of their union`,
    });
  }
  return isComplete ? findings : [...findings, crowded(annotations, image)];
}

function crowded(annotations: readonly QualityAnnotation[], image: QualityImage): QualityFinding {
  const count = annotations.length.toLocaleString("en");
  const detail = `${count} annotations, so many on top of one another that not all pairs were compared`;
  return { kind: "crowded", imageId: image.id, annotationIds: [], detail };
}

function runsOf({ geometry, boxXywhPx }: QualityAnnotation, { heightPx, widthPx }: QualityImage): RunLengths {
  return runsFromGeometry(geometry, boxXywhPx, heightPx, widthPx);
}

function round(valuePx: number): number {
  return Math.round(valuePx * 10) / 10;
}
