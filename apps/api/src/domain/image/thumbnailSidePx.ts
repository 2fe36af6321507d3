/** The sizes thumbnails are kept in; few, so that the cache of an image stays small. */
export const THUMBNAIL_SIDES_PX = [160, 320, 640, 1280] as const;

/** The smallest kept size that is at least what was asked for, else the largest. */
export function thumbnailSidePx(askedPx: number): number {
  return THUMBNAIL_SIDES_PX.find((side) => side >= askedPx) ?? 1280;
}
