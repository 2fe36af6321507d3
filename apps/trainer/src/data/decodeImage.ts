import type { TrainingImage } from "@maskyard/model";
import sharp, { type OutputInfo } from "sharp";

/** More pixels than any camera of today makes; beyond it a file is taken for an attack on the memory. */
const maxPixels = 300_000_000;

/**
 * Reads an image file as RGB, turned upright by its EXIF orientation.
 *
 * @throws Error when the file cannot be decoded, or has another upright size than stated
 */
export async function decodeImage(
  path: string,
  stated: { fileName: string; heightPx: number; widthPx: number },
): Promise<TrainingImage> {
  let decoded: { data: Buffer; info: OutputInfo };
  try {
    decoded = await sharp(path, { limitInputPixels: maxPixels })
      .rotate()
      .toColourspace("srgb")
      .removeAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new Error(`The image ${stated.fileName} cannot be decoded: ${reason.replaceAll(path, stated.fileName)}`);
  }
  const { data, info } = decoded;
  if (info.width !== stated.widthPx || info.height !== stated.heightPx || info.channels !== 3) {
    throw new Error(
      `The image ${stated.fileName} is ${info.width} x ${info.height} with ${info.channels} channels, expected ${stated.widthPx} x ${stated.heightPx} with 3`,
    );
  }
  // A copy of its own: sharp's buffer may be a part of a pool, which could not be handed to another thread.
  return { pixels: Uint8Array.from(data), heightPx: info.height, widthPx: info.width };
}
