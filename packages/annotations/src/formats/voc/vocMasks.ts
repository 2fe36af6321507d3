import type { BoxXywhPx, Rle } from "../../document/types.ts";
import { boxIouXywh } from "../../geometry/boxIouXywh.ts";
import { rleFromRuns } from "../../geometry/rle.ts";
import { runsBoxXywhPx } from "../../geometry/runsBoxXywhPx.ts";
import { runsOfLabels } from "../../geometry/runsOfLabels.ts";

/** One value of an instance mask. */
export interface InstanceMask {
  readonly value: number;
  readonly rle: Rle;
  /** Tight box of its pixels. */
  readonly boxXywhPx: BoxXywhPx;
  /** The class that most of its pixels have; null without a class mask. */
  readonly classValue: number | null;
}

/** VOC's value for the border between objects and for what is not to be judged, in masks of 8 bits. */
export const BORDER = 255;

/** A mask image as one number a pixel: pixel (y, x) at `y * widthPx + x`. */
export interface IndexMask {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samples: Uint8Array | Uint16Array;
  /** The number that stands for the border between objects, 255 where absent; null where every number is an object, as in 16 bits. */
  readonly border?: number | null;
}

function borderOf({ border = BORDER }: IndexMask): number | null {
  return border;
}

/** The instances of a SegmentationObject mask by their value, with their class where a SegmentationClass mask tells it. */
export function instancesOf(objects: IndexMask, classes: IndexMask | null): InstanceMask[] {
  const { widthPx, heightPx, samples } = objects;
  const values = [...new Set(samples)]
    .filter((value) => value !== 0 && value !== borderOf(objects))
    .sort((a, b) => a - b);
  const labelOf = new Uint32Array(2 ** 16);
  values.forEach((value, i) => {
    labelOf[value] = i + 1;
  });
  const labels = Uint32Array.from(samples, (value) => labelOf[value] as number);
  const votes = values.map(() => new Map<number, number>());
  if (classes !== null) {
    labels.forEach((label, at) => {
      const vote = classes.samples[at] as number;
      const ofLabel = votes[label - 1];
      if (ofLabel !== undefined && vote !== 0 && vote !== borderOf(classes))
        ofLabel.set(vote, (ofLabel.get(vote) ?? 0) + 1);
    });
  }
  return runsOfLabels(labels, values.length, heightPx, widthPx).map((runs, i) => {
    const [classValue = null] = [...(votes[i] ?? [])].sort((a, b) => b[1] - a[1])[0] ?? [];
    const value = values[i] as number;
    return { value, rle: rleFromRuns(runs), boxXywhPx: runsBoxXywhPx(runs), classValue };
  });
}

/** Below this overlap a mask and a box are not the same object; borders of five pixels leave large objects far above. */
const IOU_MIN = 0.5;

/**
 * Which mask belongs to which box: the n-th object of the file has the mask of value n, as the devkit writes it; where their
 * places disagree, the mask that overlaps the box most.
 * @returns for each box the mask and whether its value agreed, or null.
 */
export function matchMasks(
  boxesXywhPx: readonly (BoxXywhPx | null)[],
  masks: readonly InstanceMask[],
): ({ readonly mask: InstanceMask; readonly isByValue: boolean } | null)[] {
  const left = new Set(masks);
  const byValue = new Map(masks.map((mask) => [mask.value, mask]));
  const found = boxesXywhPx.map((box, i) => {
    const mask = byValue.get(i + 1);
    if (box === null || mask === undefined || boxIouXywh(mask.boxXywhPx, box) < IOU_MIN) return null;
    left.delete(mask);
    return { mask, isByValue: true };
  });
  return found.map((match, i) => {
    const box = boxesXywhPx[i] ?? null;
    if (match !== null || box === null) return match;
    let best: InstanceMask | null = null;
    for (const mask of left) {
      if (best === null || boxIouXywh(mask.boxXywhPx, box) > boxIouXywh(best.boxXywhPx, box)) best = mask;
    }
    if (best === null || boxIouXywh(best.boxXywhPx, box) < IOU_MIN) return null;
    left.delete(best);
    return { mask: best, isByValue: false };
  });
}
