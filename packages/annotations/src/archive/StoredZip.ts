import { crc32 } from "./crc32.ts";
import {
  centralBytes,
  centralRecord,
  endBytes,
  endRecords,
  localBytes,
  localHeader,
  type ZipDirectory,
  type ZipEntry,
} from "./zipRecords.ts";

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

const READ_BYTES = 4 * 1024 ** 2;

/**
 * A zip of files as they are (method "store"), of which any part can be made at any time, and is then the same bytes as before: an upload
 * that was cut off goes on in the middle without a copy of the archive anywhere. Its length is known before a file is read. PKWARE
 * APPNOTE 6.3.10, with the 64-bit fields where they are needed.
 */
export class StoredZip {
  /** Of the whole archive. */
  readonly bytes: number;
  readonly #entries: readonly ZipEntry<ZipInput>[];
  readonly #directoryStart: number;
  readonly #directoryBytes: number;
  readonly #crcs = new Map<ZipEntry<ZipInput>, number>();
  /** A small file read for its CRC is wanted again at once. */
  #last: { readonly entry: ZipEntry<ZipInput>; readonly bytes: Uint8Array } | null = null;
  #tail: Uint8Array | null = null;

  /** In the order of their paths, whatever order they come in. */
  constructor(inputs: readonly ZipInput[]) {
    const encoder = new TextEncoder();
    let at = 0;
    this.#entries = [...inputs]
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
      .map((input) => {
        const name = encoder.encode(input.path);
        const entry = { input, name, start: at, headerBytes: localBytes(input, name) };
        at += entry.headerBytes + input.bytes;
        return entry;
      });
    this.#directoryStart = at;
    this.#directoryBytes = this.#entries.reduce((sum, entry) => sum + centralBytes(entry), 0);
    this.bytes = at + this.#directoryBytes + endBytes(this.#directory);
  }

  /** The archive's bytes from `start` up to `end`, fewer at its end. Throws when a file is no longer of the length it was. */
  async slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const part = new Uint8Array(Math.max(0, Math.min(end, this.bytes) - start));
    const put = (bytes: Uint8Array, at: number) => copyOverlap(bytes, at, part, start);
    for (let index = this.#entryAt(start); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index] as ZipEntry<ZipInput>;
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

  get #directory(): ZipDirectory {
    return { entries: this.#entries.length, start: this.#directoryStart, bytes: this.#directoryBytes };
  }

  /** The last entry that starts at or before `at`. */
  #entryAt(at: number): number {
    let low = 0;
    let high = this.#entries.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#entries[middle] as ZipEntry<ZipInput>).start <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async #read(entry: ZipEntry<ZipInput>, start: number, end: number): Promise<Uint8Array> {
    if (this.#last?.entry === entry) return this.#last.bytes.subarray(start, end);
    const bytes = await entry.input.read(start, end);
    if (bytes.length !== end - start) {
      throw new Error(`${entry.input.path} changed while it was read; leave the files as they are and begin again`);
    }
    return bytes;
  }

  async #crcOf(entry: ZipEntry<ZipInput>): Promise<number> {
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
    records.push(endRecords(this.#directory));
    return concatenate(records);
  }
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
