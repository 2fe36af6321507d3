/** What of a file its records tell. */
interface ZipFile {
  readonly bytes: number;
}

/** A file's place in an archive. */
export interface ZipEntry<File extends ZipFile = ZipFile> {
  readonly input: File;
  readonly name: Uint8Array;
  /** Of its local header. */
  readonly start: number;
  readonly headerBytes: number;
}

/** Where an archive's directory lies, and of how many files it tells. */
export interface ZipDirectory {
  readonly entries: number;
  readonly start: number;
  readonly bytes: number;
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

function isLarge(input: ZipFile): boolean {
  return input.bytes >= MAX32;
}

export function localBytes(input: ZipFile, name: Uint8Array): number {
  return LOCAL_BYTES + name.length + (isLarge(input) ? 20 : 0);
}

/** What stands before a file's bytes. */
export function localHeader({ input, name, headerBytes }: ZipEntry, crc: number): Uint8Array {
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
function extraBytes({ input, start }: ZipEntry): number {
  const values = (isLarge(input) ? 2 : 0) + (start >= MAX32 ? 1 : 0);
  return values === 0 ? 0 : 4 + 8 * values;
}

export function centralBytes(entry: ZipEntry): number {
  return CENTRAL_BYTES + entry.name.length + extraBytes(entry);
}

/** A file's line in the directory. */
export function centralRecord(entry: ZipEntry, crc: number): Uint8Array {
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

function isZip64({ entries, start, bytes }: ZipDirectory): boolean {
  return entries >= MAX16 || start + bytes >= MAX32;
}

export function endBytes(directory: ZipDirectory): number {
  return (isZip64(directory) ? END64_BYTES + LOCATOR_BYTES : 0) + END_BYTES;
}

/** What stands after the directory and says where it lies. */
export function endRecords(directory: ZipDirectory): Uint8Array {
  const { entries, start, bytes } = directory;
  const end = record(endBytes(directory));
  if (isZip64(directory)) {
    end
      .uint32(0x0606_4b50)
      .uint64(END64_BYTES - 12)
      .uint16((UNIX << 8) | VERSION)
      .uint16(VERSION)
      .uint32(0)
      .uint32(0);
    end.uint64(entries).uint64(entries).uint64(bytes).uint64(start);
    end
      .uint32(0x0706_4b50)
      .uint32(0)
      .uint64(start + bytes)
      .uint32(1);
  }
  const count = Math.min(entries, MAX16);
  end.uint32(0x0605_4b50).uint16(0).uint16(0).uint16(count).uint16(count);
  end.uint32(Math.min(bytes, MAX32)).uint32(Math.min(start, MAX32)).uint16(0);
  return end.bytes;
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
