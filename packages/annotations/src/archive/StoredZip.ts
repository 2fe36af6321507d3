import { crc32 } from "./crc32.ts";

/** A file that goes into an archive, read in whatever pieces are asked for. */
export interface ZipInput {
  /** In the archive, parts separated by "/". */
  readonly path: string;
  readonly bytes: number;
  /** Of the whole file, where it is known; else the file is read once more for it. */
  readonly crc32?: number;
  /** The bytes from `start` up to `end`, which is exclusive. */
  read(start: number, end: number): Promise<Uint8Array>;
}

interface Entry {
  readonly input: ZipInput;
  readonly name: Uint8Array;
  /** Of its local header. */
  readonly start: number;
  readonly headerBytes: number;
}

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR_BYTES = 20;
/** Sizes, counts and offsets from here on need the 64-bit fields (APPNOTE 4.5.3). */
const MAX32 = 0xffff_ffff;
const MAX16 = 0xffff;
const UTF8_NAMES = 0x0800;
const VERSION = 45;
const UNIX = 3;
/** 1 January 1980, the oldest a zip can state. */
const OLDEST_DATE = 0x21;
const REGULAR_FILE = 0o100644;
const READ_BYTES = 4 * 1024 ** 2;

/**
 * A zip of files as they are (method "store"), of which any part can be made at any time, and is then the same bytes as before: an upload
 * that was cut off goes on in the middle without a copy of the archive anywhere. Its length is known before a file is read. PKWARE
 * APPNOTE 6.3.10, with the 64-bit fields where they are needed.
 */
export class StoredZip {
  /** Of the whole archive. */
  readonly bytes: number;
  readonly #entries: readonly Entry[];
  readonly #directoryStart: number;
  readonly #directoryBytes: number;
  readonly #crcs = new Map<Entry, number>();
  /** A small file read for its CRC is wanted again at once. */
  #last: { readonly entry: Entry; readonly bytes: Uint8Array } | null = null;
  #tail: Uint8Array | null = null;

  /** In the order of their paths, whatever order they come in. */
  constructor(inputs: readonly ZipInput[]) {
    const encoder = new TextEncoder();
    let at = 0;
    this.#entries = [...inputs]
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
      .map((input) => {
        const name = encoder.encode(input.path);
        const entry = { input, name, start: at, headerBytes: LOCAL_BYTES + name.length + (isLarge(input) ? 20 : 0) };
        at += entry.headerBytes + input.bytes;
        return entry;
      });
    this.#directoryStart = at;
    this.#directoryBytes = this.#entries.reduce((sum, entry) => sum + centralBytes(entry), 0);
    this.bytes = at + this.#directoryBytes + (this.#isZip64 ? END64_BYTES + LOCATOR_BYTES : 0) + END_BYTES;
  }

  /** The archive's bytes from `start` up to `end`, fewer at its end. Throws when a file is no longer of the length it was. */
  async slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const part = new Uint8Array(Math.max(0, Math.min(end, this.bytes) - start));
    const put = (bytes: Uint8Array, at: number) => copyOverlap(bytes, at, part, start);
    for (let index = this.#entryAt(start); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index] as Entry;
      if (entry.start >= start + part.length) break;
      const dataStart = entry.start + entry.headerBytes;
      if (start < dataStart) put(localHeader(entry, await this.#crcOf(entry)), entry.start);
      const from = Math.max(0, start - dataStart);
      const to = Math.min(entry.input.bytes, start + part.length - dataStart);
      if (from < to) put(await this.#read(entry, from, to), dataStart + from);
    }
    if (start + part.length > this.#directoryStart) {
      this.#tail ??= await this.#makeTail();
      put(this.#tail, this.#directoryStart);
    }
    return part;
  }

  get #isZip64(): boolean {
    return this.#entries.length >= MAX16 || this.#directoryStart + this.#directoryBytes >= MAX32;
  }

  /** The last entry that starts at or before `at`. */
  #entryAt(at: number): number {
    let low = 0;
    let high = this.#entries.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#entries[middle] as Entry).start <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async #read(entry: Entry, start: number, end: number): Promise<Uint8Array> {
    if (this.#last?.entry === entry) return this.#last.bytes.subarray(start, end);
    const bytes = await entry.input.read(start, end);
    if (bytes.length !== end - start) {
      throw new Error(`${entry.input.path} changed while it was read; leave the files as they are and begin again`);
    }
    return bytes;
  }

  async #crcOf(entry: Entry): Promise<number> {
    const known = entry.input.crc32 ?? this.#crcs.get(entry);
    if (known !== undefined) return known;
    let crc = 0;
    for (let at = 0; at < entry.input.bytes; at += READ_BYTES) {
      const bytes = await this.#read(entry, at, Math.min(entry.input.bytes, at + READ_BYTES));
      crc = crc32(bytes, crc);
      if (bytes.length === entry.input.bytes) this.#last = { entry, bytes };
    }
    this.#crcs.set(entry, crc);
    return crc;
  }

  async #makeTail(): Promise<Uint8Array> {
    const records: Uint8Array[] = [];
    for (const entry of this.#entries) records.push(centralRecord(entry, await this.#crcOf(entry)));
    const { length } = this.#entries;
    if (this.#isZip64) {
      const end64 = record(END64_BYTES + LOCATOR_BYTES);
      end64
        .uint32(0x0606_4b50)
        .uint64(END64_BYTES - 12)
        .uint16((UNIX << 8) | VERSION)
        .uint16(VERSION)
        .uint32(0)
        .uint32(0);
      end64.uint64(length).uint64(length).uint64(this.#directoryBytes).uint64(this.#directoryStart);
      end64
        .uint32(0x0706_4b50)
        .uint32(0)
        .uint64(this.#directoryStart + this.#directoryBytes)
        .uint32(1);
      records.push(end64.bytes);
    }
    const count = Math.min(length, MAX16);
    const end = record(END_BYTES);
    end.uint32(0x0605_4b50).uint16(0).uint16(0).uint16(count).uint16(count);
    end.uint32(Math.min(this.#directoryBytes, MAX32)).uint32(Math.min(this.#directoryStart, MAX32)).uint16(0);
    records.push(end.bytes);
    return concatenate(records);
  }
}

function isLarge(input: ZipInput): boolean {
  return input.bytes >= MAX32;
}

function localHeader({ input, name, headerBytes }: Entry, crc: number): Uint8Array {
  const header = record(headerBytes).uint32(0x0403_4b50).uint16(VERSION).uint16(UTF8_NAMES).uint16(0);
  header
    .uint16(0)
    .uint16(OLDEST_DATE)
    .uint32(crc)
    .uint32(Math.min(input.bytes, MAX32))
    .uint32(Math.min(input.bytes, MAX32));
  header
    .uint16(name.length)
    .uint16(isLarge(input) ? 20 : 0)
    .raw(name);
  if (isLarge(input)) header.uint16(1).uint16(16).uint64(input.bytes).uint64(input.bytes);
  return header.bytes;
}

/** Bytes of the 64-bit field of a central record: what does not fit into 32 bits, of size twice and offset. */
function extraBytes({ input, start }: Entry): number {
  const values = (isLarge(input) ? 2 : 0) + (start >= MAX32 ? 1 : 0);
  return values === 0 ? 0 : 4 + 8 * values;
}

function centralBytes(entry: Entry): number {
  return CENTRAL_BYTES + entry.name.length + extraBytes(entry);
}

function centralRecord(entry: Entry, crc: number): Uint8Array {
  const { input, name, start } = entry;
  const central = record(centralBytes(entry))
    .uint32(0x0201_4b50)
    .uint16((UNIX << 8) | VERSION)
    .uint16(VERSION);
  central.uint16(UTF8_NAMES).uint16(0).uint16(0).uint16(OLDEST_DATE).uint32(crc);
  central.uint32(Math.min(input.bytes, MAX32)).uint32(Math.min(input.bytes, MAX32));
  central.uint16(name.length).uint16(extraBytes(entry)).uint16(0).uint16(0).uint16(0);
  central
    .uint32(REGULAR_FILE * 0x1_0000)
    .uint32(Math.min(start, MAX32))
    .raw(name);
  if (extraBytes(entry) > 0) {
    central.uint16(1).uint16(extraBytes(entry) - 4);
    if (isLarge(input)) central.uint64(input.bytes).uint64(input.bytes);
    if (start >= MAX32) central.uint64(start);
  }
  return central.bytes;
}

/** A record filled from its front with little-endian numbers. */
function record(length: number) {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const filling = {
    bytes,
    uint16(value: number) {
      view.setUint16(at, value, true);
      at += 2;
      return filling;
    },
    uint32(value: number) {
      view.setUint32(at, value, true);
      at += 4;
      return filling;
    },
    uint64(value: number) {
      view.setBigUint64(at, BigInt(value), true);
      at += 8;
      return filling;
    },
    raw(values: Uint8Array) {
      bytes.set(values, at);
      at += values.length;
      return filling;
    },
  };
  return filling;
}

function copyOverlap(source: Uint8Array, sourceStart: number, target: Uint8Array, targetStart: number): void {
  const from = Math.max(0, targetStart - sourceStart);
  const to = Math.min(source.length, targetStart + target.length - sourceStart);
  if (from < to) target.set(source.subarray(from, to), sourceStart + from - targetStart);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
