import type { PngSamples } from "./decodePng.ts";

/**
 * A mask image as one number a pixel. Grey and palette images hold it; where colours were written, each is looked up.
 * @param colorsRgb red, green, blue of each number.
 * @throws RangeError on a colour that stands for no number.
 */
export function indicesOfPng(png: PngSamples, colorsRgb: Uint8Array): Uint8Array | Uint16Array {
  const { channels, bitDepth, samples, widthPx, heightPx } = png;
  if (channels === 1) return samples;
  if (channels === 2) return samples.filter((_, i) => i % 2 === 0);
  const indices = new Uint8Array(widthPx * heightPx);
  // A palette has 8 bits a colour: of 16 the upper ones are it.
  const shift = bitDepth === 16 ? 8 : 0;
  const indexOf = new Map<number, number>();
  for (let i = Math.min(256, colorsRgb.length / 3) - 1; i >= 0; i--) {
    indexOf.set(
      ((colorsRgb[3 * i] as number) << 16) | ((colorsRgb[3 * i + 1] as number) << 8) | (colorsRgb[3 * i + 2] as number),
      i,
    );
  }
  for (let i = 0; i < indices.length; i++) {
    const at = i * channels;
    const red = (samples[at] as number) >> shift;
    const green = (samples[at + 1] as number) >> shift;
    const blue = (samples[at + 2] as number) >> shift;
    const index = indexOf.get((red << 16) | (green << 8) | blue);
    if (index === undefined) throw new RangeError(`the colour ${red}, ${green}, ${blue} stands for no number`);
    indices[i] = index;
  }
  return indices;
}
