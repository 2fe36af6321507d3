import { decodePng } from "./decodePng.ts";

export interface PngMask {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0 and 1, pixel (y, x) at `y * widthPx + x`: whether any channel but alpha is not 0; of an image without any colour, whether alpha is not. */
  readonly maskRowMajor: Uint8Array;
}

/**
 * Reads a PNG as a binary mask.
 * @throws RangeError when the bytes are no PNG that {@link decodePng} reads.
 */
export function decodePngMask(bytes: Uint8Array): PngMask {
  const { widthPx, heightPx, channels, samples } = decodePng(bytes);
  const colourChannels = channels % 2 === 0 ? channels - 1 : channels;
  const maskRowMajor = new Uint8Array(widthPx * heightPx);
  for (let i = 0; i < maskRowMajor.length; i++) {
    for (let c = 0; c < colourChannels; c++) if (samples[i * channels + c] !== 0) maskRowMajor[i] = 1;
  }
  // Drawn in black on nothing: only alpha tells.
  if (channels % 2 === 0 && !maskRowMajor.includes(1)) {
    for (let i = 0; i < maskRowMajor.length; i++) if (samples[(i + 1) * channels - 1] !== 0) maskRowMajor[i] = 1;
    if (!maskRowMajor.includes(0)) maskRowMajor.fill(0);
  }
  return { widthPx, heightPx, maskRowMajor };
}
