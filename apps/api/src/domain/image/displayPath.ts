/** The longer side of a picture made for browsers in the stored file's place: below the side of a GPU's textures. */
export const DISPLAY_SIDE_PX = 8_192;

/** What decides whether browsers show a stored file as it is: upright, and at all. */
export interface DisplayedFile {
  readonly mediaType: string;
  readonly exifOrientation: number;
}

/**
 * No browser but Safari shows TIFF; and Chromium turns JPEG alone by its EXIF orientation, PNG and WebP it shows lying (seen in
 * Chromium 156). AVIF is turned by its own boxes, which everyone follows.
 */
export function isShownByBrowsers({ mediaType, exifOrientation }: DisplayedFile): boolean {
  return mediaType !== "image/tiff" && (exifOrientation === 1 || mediaType === "image/jpeg");
}

/** Where the upright picture is to be had, `imageId` being the graph's id. */
export function displayPath(imageId: string, file: DisplayedFile): string {
  return isShownByBrowsers(file) ? `/files/images/${imageId}` : `/files/images/${imageId}/display`;
}
