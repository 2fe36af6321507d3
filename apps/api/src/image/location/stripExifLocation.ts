const GPS_POINTER_TAG = 0x8825;
const GPS_ENTRY_BYTES = 12;
/** Bytes of one value by TIFF's field types 1 to 13. */
const bytesOfType = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const IFD_ENTRIES_MAX = 1_000;

class MalformedExif extends Error {}

/**
 * Takes the GPS directory out of an Exif block (a TIFF structure), in place: its values are overwritten with zeros and its
 * entry is closed up, so every other offset stays right. Returns null when there was none, the cleaned block otherwise;
 * a block that cannot be followed is replaced by one that holds the orientation only.
 */
export function stripExifLocation(tiff: Buffer): Buffer | null {
  const cleaned = Buffer.from(tiff);
  try {
    return removeGps(cleaned) ? cleaned : null;
  } catch (error) {
    if (error instanceof MalformedExif || error instanceof RangeError) {
      return orientationOnly(tiff);
    }
    throw error;
  }
}

/** The orientation an Exif block states, 1 to 8; 1 where it states none. */
export function exifOrientation(tiff: Buffer): number {
  try {
    const reader = new TiffReader(tiff);
    for (const { tag, at } of reader.entries(reader.firstDirectory())) {
      const value = tag === 0x0112 ? reader.uint16(at + 8) : 0;
      if (value >= 1 && value <= 8) {
        return value;
      }
    }
    return 1;
  } catch (error) {
    if (error instanceof MalformedExif || error instanceof RangeError) {
      return 1;
    }
    throw error;
  }
}

function removeGps(tiff: Buffer): boolean {
  const reader = new TiffReader(tiff);
  let found = false;
  let directory = reader.firstDirectory();
  // The main image's directory and the thumbnail's; a longer chain is none of ours.
  for (let index = 0; index < 4 && directory !== 0; index += 1) {
    found = removeGpsEntry(reader, directory) || found;
    directory = reader.nextDirectory(directory);
  }
  return found;
}

function removeGpsEntry(reader: TiffReader, directory: number): boolean {
  const entries = reader.entries(directory);
  const gps = entries.find((entry) => entry.tag === GPS_POINTER_TAG);
  if (gps === undefined) {
    return false;
  }
  wipeDirectory(reader, reader.uint32(gps.at + 8));
  const { tiff } = reader;
  const end = directory + 2 + entries.length * GPS_ENTRY_BYTES + 4;
  // The entries behind it and the link to the next directory move up by one; the freed bytes become zeros.
  tiff.copyWithin(gps.at, gps.at + GPS_ENTRY_BYTES, end);
  tiff.fill(0, end - GPS_ENTRY_BYTES, end);
  reader.writeUint16(directory, entries.length - 1);
  return true;
}

function wipeDirectory(reader: TiffReader, directory: number): void {
  const entries = reader.entries(directory);
  for (const { at } of entries) {
    const bytes = (bytesOfType[reader.uint16(at + 2)] ?? 1) * reader.uint32(at + 4);
    if (bytes > 4) {
      const start = reader.uint32(at + 8);
      if (start + bytes > reader.tiff.length) {
        throw new MalformedExif("a GPS value lies outside the block");
      }
      reader.tiff.fill(0, start, start + bytes);
    }
  }
  reader.tiff.fill(0, directory, directory + 2 + entries.length * GPS_ENTRY_BYTES + 4);
}

class TiffReader {
  readonly tiff: Buffer;
  readonly #littleEndian: boolean;

  constructor(tiff: Buffer) {
    const order = tiff.toString("latin1", 0, 2);
    if (order !== "II" && order !== "MM") {
      throw new MalformedExif("no byte order");
    }
    this.tiff = tiff;
    this.#littleEndian = order === "II";
  }

  uint16(at: number): number {
    return this.#littleEndian ? this.tiff.readUInt16LE(at) : this.tiff.readUInt16BE(at);
  }

  uint32(at: number): number {
    return this.#littleEndian ? this.tiff.readUInt32LE(at) : this.tiff.readUInt32BE(at);
  }

  writeUint16(at: number, value: number): void {
    if (this.#littleEndian) {
      this.tiff.writeUInt16LE(value, at);
    } else {
      this.tiff.writeUInt16BE(value, at);
    }
  }

  firstDirectory(): number {
    return this.uint32(4);
  }

  nextDirectory(directory: number): number {
    const at = directory + 2 + this.uint16(directory) * GPS_ENTRY_BYTES;
    return at + 4 <= this.tiff.length ? this.uint32(at) : 0;
  }

  entries(directory: number): { tag: number; at: number }[] {
    const count = this.uint16(directory);
    if (directory < 8 || count > IFD_ENTRIES_MAX || directory + 2 + count * GPS_ENTRY_BYTES > this.tiff.length) {
      throw new MalformedExif("a directory lies outside the block");
    }
    return Array.from({ length: count }, (_, index) => {
      const at = directory + 2 + index * GPS_ENTRY_BYTES;
      return { tag: this.uint16(at), at };
    });
  }
}

/** A big-endian block with one entry: the orientation. */
function orientationOnly(tiff: Buffer): Buffer {
  const block = Buffer.alloc(26);
  block.write("MM\0*", 0, "latin1");
  block.writeUInt32BE(8, 4);
  block.writeUInt16BE(1, 8);
  block.writeUInt16BE(0x0112, 10);
  block.writeUInt16BE(3, 12);
  block.writeUInt32BE(1, 14);
  block.writeUInt16BE(exifOrientation(tiff), 18);
  return block;
}
