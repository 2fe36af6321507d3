import type { ImageFiles } from "@maskyard/annotations";
import sharp from "sharp";
import { imageKind } from "../image/imageKind.ts";
import { IMAGE_BYTES_MAX, IMAGE_PIXELS_MAX } from "../image/imageLimits.ts";
import type { Archive } from "./Archive.ts";
import { ArchiveError } from "./archiveErrors.ts";

/** The images of an archive for annotation formats that need their sizes or masks. */
export function archiveImages(archive: Archive): ImageFiles {
  async function readSizePx(path: string, isUpright: boolean) {
    if (archive.bytesOf(path) > IMAGE_BYTES_MAX) {
      return null; // ingesting refuses it, with the reason
    }
    const bytes = await archive.read(path);
    if (imageKind(bytes) === null) {
      return null;
    }
    try {
      const { width, height, orientation } = await sharp(bytes, { limitInputPixels: IMAGE_PIXELS_MAX }).metadata();
      if (!width || !height) {
        return null;
      }
      const isTurned = isUpright && (orientation ?? 1) >= 5;
      return { widthPx: isTurned ? height : width, heightPx: isTurned ? width : height };
    } catch {
      return null; // sharp throws on any damaged file; ingesting it says so with the file's name
    }
  }
  return {
    sizePx: (path) => readSizePx(path, true),
    storedSizePx: (path) => readSizePx(path, false),
    async bytes(path) {
      if (archive.bytesOf(path) > IMAGE_BYTES_MAX) {
        throw new ArchiveError(`"${path}" is larger than ${IMAGE_BYTES_MAX / 1024 ** 2} MiB.`);
      }
      return archive.read(path);
    },
  };
}
