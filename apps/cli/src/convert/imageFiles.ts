import type { ImageFiles } from "@maskyard/annotations";
import sharp from "sharp";

/** Sizes and bytes of image files, read with `read`. */
export function imageFiles(read: (path: string) => Promise<Buffer>): ImageFiles {
  return {
    bytes: read,
    async sizePx(path) {
      const bytes = await read(path);
      try {
        const { autoOrient } = await sharp(bytes).metadata();
        return { widthPx: autoOrient.width, heightPx: autoOrient.height };
      } catch {
        return null; // sharp throws on whatever is no image; the reader says which file it was
      }
    },
  };
}
