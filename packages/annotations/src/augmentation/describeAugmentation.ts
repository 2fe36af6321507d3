import type { Augmentation, ColorAdjustment, SampleWindow, SizePx } from "./Augmentation.ts";

/**
 * What was done to a training image, in the order it was done: "scaled ×0.83 to 640 × 480, crop 512 × 480 at 31, 0, filled to 512 × 512,
 * flipped, brightness ×1.12, hue −12°".
 *
 * @param image Its size; null where nobody knows it any more, and the factor is left out
 */
export function describeAugmentation({ window, flipped, colors }: Augmentation, image: SizePx | null): string {
  const words = [
    ...(window ? describeWindow(window, image) : []),
    ...(flipped ? ["flipped"] : []),
    ...colors.map(describeColor),
  ];
  return words.length === 0 ? "not augmented" : words.join(", ");
}

/** How much larger the whole picture was made, by its longer side: sizes are whole pixels. */
export function windowScale({ scaledHeightPx, scaledWidthPx }: SampleWindow, { heightPx, widthPx }: SizePx): number {
  return widthPx >= heightPx ? scaledWidthPx / widthPx : scaledHeightPx / heightPx;
}

function describeWindow(window: SampleWindow, image: SizePx | null): string[] {
  const { scaledHeightPx, scaledWidthPx, heightPx, widthPx, leftPx, topPx } = window;
  const isScaled = image?.heightPx !== scaledHeightPx || image.widthPx !== scaledWidthPx;
  const factor = image ? ` ×${windowScale(window, image).toFixed(2)}` : "";
  const [seenWidthPx, seenHeightPx] = [Math.min(widthPx, scaledWidthPx), Math.min(heightPx, scaledHeightPx)];
  const isCut = seenWidthPx < scaledWidthPx || seenHeightPx < scaledHeightPx;
  const isFilled = seenWidthPx < widthPx || seenHeightPx < heightPx;
  return [
    ...(isScaled ? [`scaled${factor} to ${scaledWidthPx} × ${scaledHeightPx}`] : []),
    ...(isCut ? [`crop ${seenWidthPx} × ${seenHeightPx} at ${leftPx}, ${topPx}`] : []),
    ...(isFilled ? [`filled to ${widthPx} × ${heightPx}`] : []),
  ];
}

function describeColor({ kind, amount }: ColorAdjustment): string {
  if (kind !== "hue") return `${kind} ×${amount.toFixed(2)}`;
  const degrees = Math.round(amount * 360);
  return `hue ${degrees < 0 ? "−" : "+"}${Math.abs(degrees)}°`;
}
