import { decodePng, type PngSamples } from "../png/decodePng.ts";
import { vocPaletteRgb } from "../png/encodePng.ts";
import { indicesOfPng } from "../png/indicesOfPng.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import { BORDER, type IndexMask } from "../voc/vocMasks.ts";

/** A mask image as one number a pixel. */
export interface ReadMask extends IndexMask {
  /** The lightest grey that its bits allow; null where a palette or colours stand for the numbers. */
  readonly white: number | null;
}

/** A mask's numbers: of its pixels, its palette, or VOC's colours. @throws FormatError when it is no such PNG. */
export async function readMaskIndices({ images }: ReadContext, path: string): Promise<ReadMask> {
  try {
    const png = decodePng((await images?.bytes(path)) ?? new Uint8Array(0));
    const { widthPx, heightPx, bitDepth } = png;
    const white = 2 ** bitDepth - 1;
    const greys = greysOf(png, white);
    const samples = greys ?? indicesOfPng(png, vocPaletteRgb());
    const border = bitDepth === 16 ? null : BORDER;
    return { widthPx, heightPx, samples, border, white: greys === null ? null : white };
  } catch (error) {
    if (error instanceof RangeError)
      throw new FormatError(path, `the mask cannot be read: ${error.message}`, "Save it as a PNG of numbers");
    throw error;
  }
}

/** The grey values of an image without a palette; of a coloured one only where all is grey and something white, which VOC's colours hold not. */
function greysOf({ channels, samples, paletteRgb }: PngSamples, white: number): Uint8Array | Uint16Array | null {
  if (channels === 1) return paletteRgb === null ? samples : null;
  if (channels === 2) return samples.filter((_, i) => i % 2 === 0);
  let hasWhite = false;
  for (let i = 0; i < samples.length; i += channels) {
    if (samples[i] !== samples[i + 1] || samples[i] !== samples[i + 2]) return null;
    hasWhite ||= samples[i] === white;
  }
  const isBlack = !hasWhite && samples.every((value, i) => value === 0 || (channels === 4 && i % 4 === 3));
  return hasWhite || isBlack ? samples.filter((_, i) => i % channels === 0) : null;
}
