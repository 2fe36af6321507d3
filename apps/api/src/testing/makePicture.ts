import sharp from "sharp";
import type { ImageKind } from "../domain/image/imageKind.ts";

/** A picture of noise that differs by seed: real pixels, small and quick to make. */
export async function makePicture(
  options: { widthPx?: number; heightPx?: number; seed?: number; kind?: ImageKind; orientation?: number } = {},
): Promise<Buffer> {
  const { widthPx = 64, heightPx = 48, seed = 1, kind = "jpeg", orientation } = options;
  const pixels = Buffer.alloc(widthPx * heightPx * 3);
  let state = seed * 2_654_435_761;
  for (let index = 0; index < pixels.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[index] = state >>> 24;
  }
  const picture = sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })[kind]();
  return (orientation === undefined ? picture : picture.withMetadata({ orientation })).toBuffer();
}
