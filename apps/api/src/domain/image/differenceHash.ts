import sharp from "sharp";
import { IMAGE_PIXELS_MAX } from "./imageLimits.ts";

const COLUMNS = 9;
const ROWS = 8;

/**
 * 64-bit difference hash of the upright picture: bit i of row r says whether the grey value falls from column i to i + 1 of a
 * 9 x 8 thumbnail. Pictures that look alike differ in few bits. As a signed integer, as Postgres keeps it.
 * Throws when the file does not decode to its end.
 * http://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html
 */
export async function differenceHash(image: Buffer): Promise<bigint> {
  const grey = await sharp(image, { limitInputPixels: IMAGE_PIXELS_MAX, failOn: "error", sequentialRead: true })
    .rotate()
    .flatten({ background: "#ffffff" })
    .greyscale()
    .resize(COLUMNS, ROWS, { fit: "fill" })
    .raw()
    .toBuffer();
  return hashOfGrey(grey);
}

/** `grey`: 9 x 8 values, row by row. */
export function hashOfGrey(grey: Uint8Array): bigint {
  let hash = 0n;
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column + 1 < COLUMNS; column += 1) {
      const at = row * COLUMNS + column;
      hash = (hash << 1n) | ((grey[at] ?? 0) > (grey[at + 1] ?? 0) ? 1n : 0n);
    }
  }
  return BigInt.asIntN(64, hash);
}
