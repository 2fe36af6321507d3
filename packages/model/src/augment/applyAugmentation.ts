import { type Augmentation, adjustColors } from "@maskyard/annotations";
import type { TrainingImage, TrainingTarget } from "../images/images.ts";
import { flipHorizontally } from "./flipHorizontally.ts";
import { showWindow } from "./showWindow.ts";

/** Changes image, boxes and masks together; the given arrays stay as they are. */
export function applyAugmentation(
  image: TrainingImage,
  target: TrainingTarget,
  { window, flipped, colors }: Augmentation,
): { image: TrainingImage; target: TrainingTarget } {
  let result = { image, target };
  if (window) result = showWindow(image, target, window);
  if (flipped) result = flipHorizontally(result.image, result.target);
  const pixels = adjustColors(result.image.pixels, colors);
  return { ...result, image: { ...result.image, pixels } };
}
