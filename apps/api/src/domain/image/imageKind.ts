export type ImageKind = "jpeg" | "png" | "webp" | "tiff" | "avif";

export const mediaTypeOf: Readonly<Record<ImageKind, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  tiff: "image/tiff",
  avif: "image/avif",
};

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Byte order, then 42; BigTIFF has 43. */
const TIFF_SIGNATURES = ["II*\0", "MM\0*", "II+\0", "MM\0+"];
/** Brands of HEVC pictures, and of containers that do not say what is in them. */
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"];

/** What kind of image the bytes are, by their first ones and never by a name; null for anything that is not taken in. */
export function imageKind(bytes: Buffer): ImageKind | null {
  if (bytes.length >= 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) {
    return "jpeg";
  }
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) {
    return "png";
  }
  if (bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP") {
    return "webp";
  }
  if (TIFF_SIGNATURES.includes(bytes.toString("latin1", 0, 4))) {
    return "tiff";
  }
  return isoBrands(bytes).includes("avif") && !isoBrands(bytes).includes("avis") ? "avif" : null;
}

/** Why bytes of no kind that is taken in are refused, with what to do; ends no sentence. */
export function whyNoImage(bytes: Buffer): string {
  const brands = isoBrands(bytes);
  if (brands.includes("avis")) {
    return "the file is an animated AVIF, and pictures are taken in alone: save its pictures as AVIF, PNG or JPEG";
  }
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) {
    return "the file is a HEIC image, whose HEVC coding cannot be read here: convert it to JPEG, PNG or AVIF";
  }
  const found = whatItIs(bytes);
  return `the file is ${found === null ? "" : `${found} and `}no JPEG, PNG, WebP, TIFF or AVIF image, whatever its name says`;
}

/** The brands of an ISO base media file (ISO/IEC 14496-12, 4.3): the major one first; none for other files. */
function isoBrands(bytes: Buffer): string[] {
  if (bytes.toString("latin1", 4, 8) !== "ftyp") return [];
  const end = Math.min(bytes.length, bytes.readUInt32BE(0), 256);
  const brands = [bytes.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString("latin1", at, at + 4));
  return brands;
}

/** A name for what people mistake for an image. */
function whatItIs(bytes: Buffer): string | null {
  const start = bytes.toString("latin1", 0, 64);
  if (start.startsWith("%PDF-")) return "a PDF document";
  if (start.startsWith("GIF8")) return "a GIF";
  if (start.startsWith("BM")) return "a bitmap (BMP)";
  if (start.startsWith("PK\x03\x04")) return "a zip archive";
  if (start.startsWith("version https://git-lfs")) return "a pointer of Git LFS (run git lfs pull)";
  if (/^(\xef\xbb\xbf)?\s*<(\?xml[^>]*>\s*<)?svg/i.test(start)) return "an SVG drawing";
  if (/^(\xef\xbb\xbf)?\s*<(!doctype html|html)/i.test(start)) return "a web page";
  return null;
}
