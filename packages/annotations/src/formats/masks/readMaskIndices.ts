import { decodePng } from "../png/decodePng.ts";
import { vocPaletteRgb } from "../png/encodePng.ts";
import { indicesOfPng } from "../png/indicesOfPng.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { IndexMask } from "../voc/vocMasks.ts";

/** A mask's numbers: of its pixels, its palette, or VOC's colours. @throws FormatError when it is no such PNG. */
export async function readMaskIndices({ images }: ReadContext, path: string): Promise<IndexMask> {
  try {
    const png = decodePng((await images?.bytes(path)) ?? new Uint8Array(0));
    const isBinary = png.channels > 2 && isBlackAndWhite(png.samples, png.channels);
    const samples = isBinary
      ? Uint8Array.from({ length: png.widthPx * png.heightPx }, (_, i) => png.samples[i * png.channels] as number)
      : indicesOfPng(png, vocPaletteRgb());
    return { widthPx: png.widthPx, heightPx: png.heightPx, samples };
  } catch (error) {
    if (error instanceof RangeError)
      throw new FormatError(path, `the mask cannot be read: ${error.message}`, "Save it as a PNG of numbers");
    throw error;
  }
}

function isBlackAndWhite(samples: ArrayLike<number>, channels: number): boolean {
  for (let i = 0; i < samples.length; i += channels) {
    if (samples[i] !== samples[i + 1] || samples[i] !== samples[i + 2] || (samples[i] !== 0 && samples[i] !== 255))
      return false;
  }
  return true;
}
