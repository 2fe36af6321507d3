/**
 * Scale jitter and large-scale crop: torchvision/references/detection/transforms.py, ScaleJitter and FixedSizeCrop; Ghiasi et
 * al. 2021, "Simple Copy-Paste is a Strong Data Augmentation Method for Instance Segmentation", 3.
 */
import type { SampleWindow, SizePx } from "@maskyard/annotations";
import type { Random } from "../random/random.ts";

/**
 * A random factor and a random window of the picture scaled by it, of the image's own size or, with `cropSizePx`, a square
 * to which the factor is relative: at 1 the image just fits. A smaller image lies in the top left corner, the rest is filled.
 */
export function drawWindow(
  image: SizePx,
  { scaleRange: [least, most], cropSizePx }: { scaleRange: readonly [number, number]; cropSizePx: number | null },
  random: Random,
): SampleWindow {
  const { heightPx, widthPx } = cropSizePx === null ? image : { heightPx: cropSizePx, widthPx: cropSizePx };
  const fitting = Math.min(heightPx / image.heightPx, widthPx / image.widthPx);
  const scale = fitting * (least + (most - least) * random.uniform());
  const scaledHeightPx = Math.max(1, Math.round(image.heightPx * scale));
  const scaledWidthPx = Math.max(1, Math.round(image.widthPx * scale));
  return {
    heightPx,
    widthPx,
    scaledHeightPx,
    scaledWidthPx,
    topPx: Math.floor(random.uniform() * (Math.max(0, scaledHeightPx - heightPx) + 1)),
    leftPx: Math.floor(random.uniform() * (Math.max(0, scaledWidthPx - widthPx) + 1)),
  };
}
