import type { ImageFiles, SettledImage } from "@maskyard/annotations";
import sharp from "sharp";

/** Sizes and bytes of image files, read with `read`. */
export function imageFiles(read: (path: string) => Promise<Buffer>): ImageFiles {
  return {
    bytes: read,
    sizePx: async (path) => readOrientation(await read(path)),
    async storedSizePx(path) {
      const image = await readOrientation(await read(path));
      if (image === null || image.exifOrientation < 5) return image;
      return { widthPx: image.heightPx, heightPx: image.widthPx };
    },
  };
}

/** An image's upright size and the orientation it is stored in; null where it is none. */
export async function readOrientation(bytes: Buffer): Promise<SettledImage | null> {
  try {
    const { autoOrient, orientation } = await sharp(bytes).metadata();
    return { widthPx: autoOrient.width, heightPx: autoOrient.height, exifOrientation: orientation ?? 1 };
  } catch {
    return null; // sharp throws on whatever is no image; the reader says which file it was
  }
}
