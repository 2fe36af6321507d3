import { type HeifItem, heifItems } from "./heifItems.ts";
import { LocationNotRemovable } from "./LocationNotRemovable.ts";
import { isUnfollowable, orientationOnly, stripExifLocation } from "./stripExifLocation.ts";
import { MalformedMetadata } from "./TiffReader.ts";

const SPACE = 0x20;

/**
 * An AVIF without the place it was taken at: GPS is cleared inside the Exif item and an XMP item that names GPS becomes blank, each
 * in its place and of its length, so every offset stays right. Returns the same buffer when there was nothing to take out.
 * Throws {@link LocationNotRemovable}.
 */
export function stripAvifLocation(avif: Buffer): Buffer {
  const cleaned = Buffer.from(avif);
  let found = false;
  try {
    for (const item of heifItems(cleaned)) {
      if (item.type === "Exif") found = stripExifItem(cleaned, item) || found;
      else if (item.type === "mime") found = stripXmpItem(cleaned, item) || found;
    }
  } catch (error) {
    throw isUnfollowable(error) ? new LocationNotRemovable() : error;
  }
  return found ? cleaned : avif;
}

/** The item is a length, that many bytes (often none, or "Exif\0\0"), and the block (ISO/IEC 23008-12, A.2.1). */
function stripExifItem(file: Buffer, item: HeifItem): boolean {
  const data = readItem(file, item);
  const start = 4 + data.readUInt32BE(0);
  const block = data.subarray(start);
  let stripped = stripExifLocation(block);
  if (stripped === null) return false;
  if (stripped.length !== block.length) {
    // It could not be followed: the orientation alone, the rest zeros.
    if (block.length < stripped.length) throw new MalformedMetadata("an Exif block too short for one entry");
    stripped = Buffer.concat([orientationOnly(block), Buffer.alloc(block.length - stripped.length)]);
  }
  writeItem(file, item, Buffer.concat([data.subarray(0, start), stripped]));
  return true;
}

function stripXmpItem(file: Buffer, item: HeifItem): boolean {
  const data = readItem(file, item);
  // A packed one cannot be searched cheaply, so it goes.
  if (!item.isPacked && !data.includes("GPS")) return false;
  writeItem(file, item, Buffer.alloc(data.length, SPACE));
  return true;
}

function readItem(file: Buffer, { extents }: HeifItem): Buffer {
  return Buffer.concat(
    extents.map(({ start, end }) => {
      if (!(start <= end && end <= file.length)) throw new MalformedMetadata("an item lies outside the file");
      return file.subarray(start, end);
    }),
  );
}

function writeItem(file: Buffer, { extents }: HeifItem, data: Buffer): void {
  let at = 0;
  for (const { start, end } of extents) {
    data.copy(file, start, at, at + end - start);
    at += end - start;
  }
}
