import sharp from "sharp";

/** libvips' loaders of the kinds that are taken in; TIFF and AVIF (heif) among them. */
const LOADERS = ["Jpeg", "Png", "Webp", "Tiff", "Heif"].map((name) => `VipsForeignLoad${name}`);

/**
 * Of libvips' loaders leaves those of the kinds that are taken in, for the whole process: bytes that pass for one of them and are
 * another (SVG, GIF, what a later libvips brings) reach no decoder.
 */
export function allowImageLoadersOnly(): void {
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS });
}
