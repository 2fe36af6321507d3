/** The changes of torchvision.transforms.ColorJitter: torchvision/transforms/v2/functional/_color.py on 8-bit RGB, rounding included. */
import type { ColorAdjustment } from "./Augmentation.ts";

const adjust = {
  brightness: adjustBrightness,
  contrast: adjustContrast,
  saturation: adjustSaturation,
  hue: adjustHue,
};

/**
 * Changes the colours, one after another.
 *
 * @param pixels RGB; they stay as they are
 */
export function adjustColors(pixels: Uint8Array, colors: readonly ColorAdjustment[]): Uint8Array {
  return colors.reduce((changed, { kind, amount }) => adjust[kind](changed, amount), pixels);
}

/** 0 is black, 1 the image. */
function adjustBrightness(pixels: Uint8Array, factor: number): Uint8Array {
  return mapped(pixels, (value) => value * factor);
}

/** 0 is the mean grey, 1 the image. */
function adjustContrast(pixels: Uint8Array, factor: number): Uint8Array {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 3) sum += Math.floor(grayAt(pixels, at));
  const mean = sum / (pixels.length / 3);
  return mapped(pixels, (value) => value * factor + mean * (1 - factor));
}

/** 0 is the grey picture, 1 the image. */
function adjustSaturation(pixels: Uint8Array, factor: number): Uint8Array {
  const result = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const gray = Math.floor(grayAt(pixels, at)) * (1 - factor);
    for (let channel = at; channel < at + 3; channel++)
      result[channel] = clamp((pixels[channel] as number) * factor + gray);
  }
  return result;
}

/** Turns every hue by a part of the circle: through HSV and back. */
function adjustHue(pixels: Uint8Array, turn: number): Uint8Array {
  const result = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const red = (pixels[at] as number) / 255;
    const green = (pixels[at + 1] as number) / 255;
    const blue = (pixels[at + 2] as number) / 255;
    const value = Math.max(red, green, blue);
    const chroma = value - Math.min(red, green, blue);
    const saturation = value === 0 ? 0 : chroma / value;
    const sixths = sixthsOf(red, green, blue, value, chroma) + 6 * turn;
    const hue = sixths - 6 * Math.floor(sixths / 6);
    for (let channel = 0; channel < 3; channel++) {
      // Alvy Ray Smith 1978 in one formula: red peaks at 0 sixths of the circle, green at 2, blue at 4.
      const place = (hue + 5 - 2 * channel) % 6;
      const shade = value - value * saturation * Math.max(0, Math.min(place, 4 - place, 1));
      result[at + channel] = Math.floor(shade * 255.999);
    }
  }
  return result;
}

/** The hue in sixths of the circle, 0 for greys. */
function sixthsOf(red: number, green: number, blue: number, value: number, chroma: number): number {
  if (chroma === 0) return 0;
  if (value === red) return (green - blue) / chroma;
  if (value === green) return 2 + (blue - red) / chroma;
  return 4 + (red - green) / chroma;
}

function grayAt(pixels: Uint8Array, at: number): number {
  return 0.2989 * (pixels[at] as number) + 0.587 * (pixels[at + 1] as number) + 0.114 * (pixels[at + 2] as number);
}

/** The same function of every value: 256 results, looked up. */
function mapped(pixels: Uint8Array, change: (value: number) => number): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, value) => clamp(change(value)));
  return pixels.map((value) => table[value] as number);
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, Math.floor(value)));
}
