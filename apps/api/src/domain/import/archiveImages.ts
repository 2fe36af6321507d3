import { FormatError, type ImageFiles } from "@maskyard/annotations";
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
    try {
      const bytes = await archive.read(path);
      if (imageKind(bytes) === null) {
        return null;
      }
      const { width, height, orientation } = await sharp(bytes, { limitInputPixels: IMAGE_PIXELS_MAX }).metadata();
      if (!width || !height) {
        return null;
      }
      const isTurned = isUpright && (orientation ?? 1) >= 5;
      return { widthPx: isTurned ? height : width, heightPx: isTurned ? width : height };
    } catch {
      return null; // a damaged entry or picture: ingesting it says so with the file's name
    }
  }
  return {
    sizePx: (path) => readSizePx(path, true),
    storedSizePx: (path) => readSizePx(path, false),
    async bytes(path) {
      if (archive.bytesOf(path) > IMAGE_BYTES_MAX) {
        throw new FormatError(path, `it is larger than ${IMAGE_BYTES_MAX / 1024 ** 2} MiB`, "Make it smaller");
      }
      try {
        return await archive.read(path);
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
        throw new FormatError(path, error.message.replace(/\.$/, ""), "Pack it again"); // of this file alone
      }
    },
  };
}
