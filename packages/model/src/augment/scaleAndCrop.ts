/**
 * Scale jitter and large-scale crop: torchvision/references/detection/transforms.py, ScaleJitter and FixedSizeCrop; Ghiasi et
 * al. 2021, "Simple Copy-Paste is a Strong Data Augmentation Method for Instance Segmentation", 3.
 */
import type { TrainingImage, TrainingTarget } from "../images.ts";
import type { Random } from "../random/random.ts";
import { resampleMask, resamplePixels, type Size, type Window } from "./resample.ts";

/** ImageNet's mean colour: what the normalised batch is padded with, zero. */
const fill = [124, 116, 104] as const;
/** An object of which less than this is left, in pixels, gives no box to regress to. */
const minBoxSidePx = 1;

/**
 * Scales by a random factor and shows a random window of the result, of the image's own size or, with `cropSizePx`, a square
 * to which the factor is relative: at 1 the image just fits. A smaller image lies in the top left corner, the rest is filled.
 * Boxes are clipped; one that was cut is drawn around what is left of its mask, and objects of which nothing is left go.
 */
export function scaleAndCrop(
  image: TrainingImage,
  target: TrainingTarget,
  { scaleRange: [least, most], cropSizePx }: { scaleRange: readonly [number, number]; cropSizePx: number | null },
  random: Random,
): { image: TrainingImage; target: TrainingTarget } {
  const frame: Size = cropSizePx === null ? image : { heightPx: cropSizePx, widthPx: cropSizePx };
  const fitting = Math.min(frame.heightPx / image.heightPx, frame.widthPx / image.widthPx);
  const scale = fitting * (least + (most - least) * random.uniform());
  const scaledHeightPx = Math.max(1, Math.round(image.heightPx * scale));
  const scaledWidthPx = Math.max(1, Math.round(image.widthPx * scale));
  const window: Window = {
    heightPx: frame.heightPx,
    widthPx: frame.widthPx,
    scaledHeightPx,
    scaledWidthPx,
    topPx: Math.floor(random.uniform() * (Math.max(0, scaledHeightPx - frame.heightPx) + 1)),
    leftPx: Math.floor(random.uniform() * (Math.max(0, scaledWidthPx - frame.widthPx) + 1)),
  };
  const pixels = resamplePixels(image.pixels, image, window, fill);
  return {
    image: { pixels, heightPx: frame.heightPx, widthPx: frame.widthPx },
    target: moveTarget(target, image, window),
  };
}

function moveTarget(target: TrainingTarget, from: Size, window: Window): TrainingTarget {
  const boxes: number[] = [];
  const labels: number[] = [];
  const masks: Uint8Array[] = [];
  target.masks.forEach((given, index) => {
    const mask = resampleMask(given, from, window);
    const box = moveBox(target.boxesXyxyPx.subarray(index * 4, index * 4 + 4), mask, from, window);
    if (box === null) return;
    boxes.push(...box);
    labels.push(target.labels[index] as number);
    masks.push(mask);
  });
  return { boxesXyxyPx: Float32Array.from(boxes), labels: Int32Array.from(labels), masks };
}

type Box = [x1: number, y1: number, x2: number, y2: number];

/** The box in the window's pixels; null where too little of the object is left. */
function moveBox(given: Float32Array, mask: Uint8Array, from: Size, window: Window): Box | null {
  const ratioX = window.scaledWidthPx / from.widthPx;
  const ratioY = window.scaledHeightPx / from.heightPx;
  const moved = Array.from(given, (value, corner) =>
    corner % 2 === 0 ? value * ratioX - window.leftPx : value * ratioY - window.topPx,
  ) as Box;
  const limits: Box = [window.widthPx, window.heightPx, window.widthPx, window.heightPx];
  const clipped = moved.map((value, corner) => Math.min(Math.max(value, 0), limits[corner] as number)) as Box;
  const seen = maskBounds(mask, window.widthPx);
  if (seen === null) return null;
  const isCut = clipped.some((value, corner) => value !== moved[corner]);
  const box: Box = isCut
    ? [
        Math.max(clipped[0], seen[0]),
        Math.max(clipped[1], seen[1]),
        Math.min(clipped[2], seen[2]),
        Math.min(clipped[3], seen[3]),
      ]
    : clipped;
  return box[2] - box[0] < minBoxSidePx || box[3] - box[1] < minBoxSidePx ? null : box;
}

/** The smallest box around the pixels of a mask; null where it has none. */
function maskBounds(mask: Uint8Array, widthPx: number): Box | null {
  const firstPixel = mask.indexOf(1);
  if (firstPixel === -1) return null;
  const top = Math.floor(firstPixel / widthPx);
  const bottom = Math.floor(mask.lastIndexOf(1) / widthPx);
  let [left, right] = [widthPx, 0];
  for (let row = top; row <= bottom; row++) {
    const line = mask.subarray(row * widthPx, (row + 1) * widthPx);
    const first = line.indexOf(1);
    if (first === -1) continue;
    left = Math.min(left, first);
    right = Math.max(right, line.lastIndexOf(1) + 1);
  }
  return [left, top, right, bottom + 1];
}
