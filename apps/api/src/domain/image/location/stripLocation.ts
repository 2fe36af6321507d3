import type { ImageKind } from "../imageKind.ts";
import { stripAvifLocation } from "./stripAvifLocation.ts";
import { stripJpegLocation } from "./stripJpegLocation.ts";
import { stripPngLocation } from "./stripPngLocation.ts";
import { stripTiffLocation } from "./stripTiffLocation.ts";
import { stripWebpLocation } from "./stripWebpLocation.ts";

const strippers: Readonly<Record<ImageKind, (bytes: Buffer) => Buffer>> = {
  jpeg: stripJpegLocation,
  png: stripPngLocation,
  webp: stripWebpLocation,
  tiff: stripTiffLocation,
  avif: stripAvifLocation,
};

/** The file without the place it was taken at. The picture is never re-encoded; without a place in it, the same buffer comes back. Throws LocationNotRemovable. */
export function stripLocation(kind: ImageKind, bytes: Buffer): Buffer {
  return strippers[kind](bytes);
}
