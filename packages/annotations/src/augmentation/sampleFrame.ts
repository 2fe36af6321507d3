import type { Augmentation, SizePx } from "./Augmentation.ts";

/** From the upright image's pixels to the sample's: `x * scaleX + offsetX`, `y * scaleY + offsetY`. A mirrored one has a negative `scaleX`. */
export interface SampleFrame extends SizePx {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** The size of what training saw of an image of this size, and where each of the image's points lies in it. */
export function sampleFrame({ window, flipped }: Augmentation, { widthPx, heightPx }: SizePx): SampleFrame {
  const shown = window ?? { widthPx, heightPx, scaledWidthPx: widthPx, scaledHeightPx: heightPx, leftPx: 0, topPx: 0 };
  const scaleX = shown.scaledWidthPx / widthPx;
  return {
    widthPx: shown.widthPx,
    heightPx: shown.heightPx,
    scaleX: flipped ? -scaleX : scaleX,
    scaleY: shown.scaledHeightPx / heightPx,
    offsetX: flipped ? shown.widthPx + shown.leftPx : 0 - shown.leftPx,
    offsetY: 0 - shown.topPx,
  };
}
