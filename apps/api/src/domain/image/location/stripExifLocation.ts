import { MalformedMetadata, TiffReader } from "./TiffReader.ts";

export const GPS_POINTER_TAG = 0x8825;
const ORIENTATION_TAG = 0x0112;
/** The main image's directory and the thumbnail's; a longer chain is none of a camera's. */
const DIRECTORIES_MAX = 4;

/**
 * Takes the GPS directory out of an Exif block (a TIFF structure): its values are overwritten with zeros and its entry is
 * closed up, so every other offset stays right. Returns null when there was none, the cleaned block otherwise; a block that
 * cannot be followed is replaced by one that holds the orientation only.
 */
export function stripExifLocation(tiff: Buffer): Buffer | null {
  const cleaned = Buffer.from(tiff);
  try {
    return removeGps(cleaned) ? cleaned : null;
  } catch (error) {
    if (isUnfollowable(error)) {
      return orientationOnly(tiff);
    }
    throw error;
  }
}

/** Whether a structure could not be followed, as files from anywhere may be; anything else is a mistake of ours. */
export function isUnfollowable(error: unknown): boolean {
  return error instanceof MalformedMetadata || error instanceof RangeError;
}

/** The orientation an Exif block states, 1 to 8; 1 where it states none. */
export function exifOrientation(tiff: Buffer): number {
  try {
    const reader = new TiffReader(tiff);
    for (const { tag, valueAt } of reader.entries(reader.firstDirectory())) {
      const value = tag === ORIENTATION_TAG ? reader.uint16(valueAt) : 0;
      if (value >= 1 && value <= 8) {
        return value;
      }
    }
    return 1;
  } catch (error) {
    if (isUnfollowable(error)) {
      return 1;
    }
    throw error;
  }
}

function removeGps(tiff: Buffer): boolean {
  const reader = new TiffReader(tiff);
  let found = false;
  let directory = reader.firstDirectory();
  for (let index = 0; index < DIRECTORIES_MAX && directory !== 0; index += 1) {
    found = removeGpsDirectory(reader, directory) || found;
    directory = reader.nextDirectory(directory);
  }
  return found;
}

/** Whether the directory pointed at one of GPS, which is gone now. */
export function removeGpsDirectory(reader: TiffReader, directory: number): boolean {
  const gps = reader.entries(directory).find(({ tag }) => tag === GPS_POINTER_TAG);
  if (gps === undefined) {
    return false;
  }
  reader.wipe(reader.offsetOf(gps));
  reader.remove(directory, GPS_POINTER_TAG);
  return true;
}

/** A big-endian block with one entry: the orientation. */
export function orientationOnly(tiff: Buffer): Buffer {
  const block = Buffer.alloc(26);
  block.write("MM\0*", 0, "latin1");
  block.writeUInt32BE(8, 4);
  block.writeUInt16BE(1, 8);
  block.writeUInt16BE(ORIENTATION_TAG, 10);
  block.writeUInt16BE(3, 12);
  block.writeUInt32BE(1, 14);
  block.writeUInt16BE(exifOrientation(tiff), 18);
  return block;
}
