import { FILL_RGB, type SampleWindow, type SizePx } from "@maskyard/annotations";
import type { TrainingImage, TrainingTarget } from "../images/images.ts";
import { resampleMask, resamplePixels } from "./resample.ts";

/** An object of which less than this is left, in pixels, gives no box to regress to. */
const minBoxSidePx = 1;

/**
 * What a window shows of the scaled picture. Boxes are clipped; one that was cut is drawn around what is left of its mask, and objects of
 * which nothing is left go.
 */
export function showWindow(
  image: TrainingImage,
  target: TrainingTarget,
  window: SampleWindow,
): { image: TrainingImage; target: TrainingTarget } {
  const { heightPx, widthPx } = window;
  const pixels = resamplePixels(image.pixels, image, window, FILL_RGB);
  return { image: { pixels, heightPx, widthPx }, target: moveTarget(target, image, window) };
}

function moveTarget(target: TrainingTarget, from: SizePx, window: SampleWindow): TrainingTarget {
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
function moveBox(given: Float32Array, mask: Uint8Array, from: SizePx, window: SampleWindow): Box | null {
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
