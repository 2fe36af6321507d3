import type { BoxXywhPx, Rle } from "../../document/types.ts";
import { boxIouXywh } from "../../geometry/boxIouXywh.ts";
import { rleFromRuns } from "../../geometry/rle.ts";
import { runsFromCrop } from "../../geometry/runsFromCrop.ts";

/** One value of an instance mask. */
export interface InstanceMask {
  readonly value: number;
  readonly rle: Rle;
  /** Tight box of its pixels. */
  readonly boxXywhPx: BoxXywhPx;
  /** The class that most of its pixels have; null without a class mask. */
  readonly classValue: number | null;
}

/** VOC's value for the border between objects and for what is not to be judged. */
const BORDER = 255;

/** A mask image as one number a pixel: pixel (y, x) at `y * widthPx + x`. */
export interface IndexMask {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samples: Uint8Array | Uint16Array;
}

/** The instances of a SegmentationObject mask by their value, with their class where a SegmentationClass mask tells it. */
export function instancesOf(objects: IndexMask, classes: IndexMask | null): InstanceMask[] {
  const { widthPx, heightPx, samples } = objects;
  const extents = new Map<number, { left: number; top: number; right: number; bottom: number }>();
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) {
      const value = samples[i] as number;
      if (value === 0 || value === BORDER) continue;
      const extent = extents.get(value);
      if (extent === undefined) extents.set(value, { left: x, top: y, right: x, bottom: y });
      else {
        if (x < extent.left) extent.left = x;
        if (x > extent.right) extent.right = x;
        extent.bottom = y;
      }
    }
  }
  return [...extents]
    .sort(([a], [b]) => a - b)
    .map(([value, { left, top, right, bottom }]) => {
      const width = right - left + 1;
      const height = bottom - top + 1;
      const crop = new Uint8Array(width * height);
      const votes = new Map<number, number>();
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = (top + y) * widthPx + left + x;
          if (samples[at] !== value) continue;
          crop[y * width + x] = 1;
          const vote = classes?.samples[at];
          if (vote !== undefined && vote !== 0 && vote !== BORDER) votes.set(vote, (votes.get(vote) ?? 0) + 1);
        }
      }
      const runs = runsFromCrop(
        { maskRowMajor: crop, widthPx: width, heightPx: height, leftPx: left, topPx: top },
        heightPx,
        widthPx,
      );
      const [classValue = null] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? [];
      return { value, rle: rleFromRuns(runs), boxXywhPx: [left, top, width, height] as const, classValue };
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
  const found = boxesXywhPx.map((box, i) => {
    const mask = masks.find(({ value }) => value === i + 1);
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
