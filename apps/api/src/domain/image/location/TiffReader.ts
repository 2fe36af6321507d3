/** A block or file whose structure cannot be followed. */
export class MalformedMetadata extends Error {}

export interface TiffEntry {
  readonly tag: number;
  /** Where the entry itself lies. */
  readonly at: number;
  /** Where its values lie: in the entry where they fit, else elsewhere. */
  readonly valueAt: number;
  readonly valueBytes: number;
}

/** Bytes of one value by TIFF's field types 1 to 18. */
const BYTES_OF_TYPE = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const ENTRIES_MAX = 1_000;

/**
 * The directories of a TIFF structure (a TIFF file, or an Exif block), classic or BigTIFF, and how an entry is taken out in
 * place: every other offset stays right. Throws {@link MalformedMetadata} or a RangeError where the structure cannot be followed.
 */
export class TiffReader {
  readonly #bytes: Buffer;
  readonly #littleEndian: boolean;
  readonly #isBig: boolean;

  constructor(bytes: Buffer) {
    const order = bytes.toString("latin1", 0, 2);
    if (order !== "II" && order !== "MM") {
      throw new MalformedMetadata("no byte order");
    }
    this.#bytes = bytes;
    this.#littleEndian = order === "II";
    this.#isBig = this.uint16(2) === 43;
  }

  uint16(at: number): number {
    return this.#littleEndian ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  uint32(at: number): number {
    return this.#littleEndian ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }

  /** An offset or, in BigTIFF, a count. */
  long(at: number): number {
    if (!this.#isBig) return this.uint32(at);
    const value = this.#littleEndian ? this.#bytes.readBigUInt64LE(at) : this.#bytes.readBigUInt64BE(at);
    if (value > Number.MAX_SAFE_INTEGER) throw new MalformedMetadata("an offset beyond any file");
    return Number(value);
  }

  firstDirectory(): number {
    return this.long(this.#isBig ? 8 : 4);
  }

  /** Where the directory after this one lies; 0 after the last. */
  nextDirectory(directory: number): number {
    const at = directory + this.#countBytes + this.#count(directory) * this.#entryBytes;
    return at + this.#longBytes <= this.#bytes.length ? this.long(at) : 0;
  }

  entries(directory: number): TiffEntry[] {
    const count = this.#count(directory);
    const start = directory + this.#countBytes;
    if (directory < 8 || count > ENTRIES_MAX || start + count * this.#entryBytes > this.#bytes.length) {
      throw new MalformedMetadata("a directory lies outside the block");
    }
    return Array.from({ length: count }, (_, index) => {
      const at = start + index * this.#entryBytes;
      const valueBytes = (BYTES_OF_TYPE[this.uint16(at + 2)] ?? 1) * this.long(at + 4);
      const field = at + 4 + this.#longBytes;
      return {
        tag: this.uint16(at),
        at,
        valueAt: valueBytes <= this.#longBytes ? field : this.long(field),
        valueBytes,
      };
    });
  }

  /** The offset an entry states: BigTIFF has entries of 4 bytes too. */
  offsetOf({ valueAt, valueBytes }: TiffEntry): number {
    return valueBytes === 8 ? this.long(valueAt) : this.uint32(valueAt);
  }

  values({ valueAt, valueBytes }: TiffEntry): Buffer {
    if (valueAt + valueBytes > this.#bytes.length) {
      throw new MalformedMetadata("a value lies outside the block");
    }
    return this.#bytes.subarray(valueAt, valueAt + valueBytes);
  }

  /** Overwrites an entry's values with zeros, takes it out of its directory, and closes the gap. */
  remove(directory: number, tag: number): void {
    const entries = this.entries(directory);
    const entry = entries.find((one) => one.tag === tag);
    if (entry === undefined) {
      // A directory that overlaps the one just wiped, as where the place's own pointer leads back to it.
      throw new MalformedMetadata("two directories overlap");
    }
    this.values(entry).fill(0);
    // The entries behind it and the link to the next directory move up by one; the freed bytes become zeros.
    const end = directory + this.#countBytes + entries.length * this.#entryBytes + this.#longBytes;
    this.#bytes.copyWithin(entry.at, entry.at + this.#entryBytes, end);
    this.#bytes.fill(0, end - this.#entryBytes, end);
    this.#writeCount(directory, entries.length - 1);
  }

  /** Overwrites a directory and all its values with zeros. */
  wipe(directory: number): void {
    const entries = this.entries(directory);
    for (const entry of entries) this.values(entry).fill(0);
    this.#bytes.fill(0, directory, directory + this.#countBytes + entries.length * this.#entryBytes + this.#longBytes);
  }

  get #longBytes(): number {
    return this.#isBig ? 8 : 4;
  }

  get #countBytes(): number {
    return this.#isBig ? 8 : 2;
  }

  get #entryBytes(): number {
    return this.#isBig ? 20 : 12;
  }

  #count(directory: number): number {
    return this.#isBig ? this.long(directory) : this.uint16(directory);
  }

  #writeCount(directory: number, count: number): void {
    const bytes = Buffer.alloc(this.#countBytes);
    bytes.writeUInt16LE(count, 0);
    if (!this.#littleEndian) bytes.reverse();
    bytes.copy(this.#bytes, directory);
  }
}
