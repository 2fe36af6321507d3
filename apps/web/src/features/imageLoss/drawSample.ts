import {
  type Augmentation,
  adjustColors,
  type ColorAdjustment,
  FILL_RGB,
  type SizePx,
  sampleFrame,
} from "@maskyard/annotations";

/**
 * Draws what a step saw of a picture over the whole canvas: scaled, cut, mirrored and filled as the training did it, and the colours changed by the
 * same formulas.
 *
 * @param picture the image in any resolution
 * @param image its own size, which the augmentation is about
 */
export function drawSample(
  context: CanvasRenderingContext2D,
  picture: CanvasImageSource,
  image: SizePx,
  augmentation: Augmentation,
): void {
  const { width, height } = context.canvas;
  const frame = sampleFrame(augmentation, image);
  const [x, y] = [width / frame.widthPx, height / frame.heightPx];
  context.resetTransform();
  context.fillStyle = `rgb(${FILL_RGB.join(" ")})`;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.setTransform(frame.scaleX * x, 0, 0, frame.scaleY * y, frame.offsetX * x, frame.offsetY * y);
  context.drawImage(picture, 0, 0, image.widthPx, image.heightPx);
  if (augmentation.colors.length === 0) return;
  const drawn = context.getImageData(0, 0, width, height);
  changeColors(drawn.data, augmentation.colors);
  context.putImageData(drawn, 0, 0);
}

/** In place; `adjustColors` knows no transparency. */
function changeColors(rgba: Uint8ClampedArray, colors: readonly ColorAdjustment[]): void {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    for (let channel = 0; channel < 3; channel++) rgb[to + channel] = rgba[from + channel] as number;
  }
  const changed = adjustColors(rgb, colors);
  for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
    for (let channel = 0; channel < 3; channel++) rgba[to + channel] = changed[from + channel] as number;
  }
}
