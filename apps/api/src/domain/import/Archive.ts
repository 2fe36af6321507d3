import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { ArchiveError } from "./archiveErrors.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archiveLimits.ts";

const UNIX = 3;
const FILE_TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;
const REGULAR_FILE = 0o100000;
const archiveName = /\.(zip|jar|tar|tgz|gz|bz2|xz|7z|rar|zst)$/i;
/** What operating systems leave in archives; neither read nor mentioned. */
const clutter = /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\.git)(\/|$)/;

/**
 * A zip whose every entry was checked before any was unpacked: no absolute path, no `..`, no link, no nested archive, no
 * name twice, and the sizes within bounds. Nothing is ever written under a name from the archive.
 */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Throws {@link ArchiveError} that names the entry at fault, or says that this is no whole zip. */
  static async open(path: string, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<Archive> {
    const { size } = await stat(path);
    if (size === 0) {
      throw new ArchiveError("The upload is empty.");
    }
    let zip: ZipFile;
    try {
      zip = await yauzl.openPromise(path, { autoClose: false, validateEntrySizes: true, strictFileNames: false });
    } catch (error) {
      throw broken(error);
    }
    try {
      return new Archive(zip, await readEntries(zip, size, limits));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** Paths of all files, sorted. */
  get paths(): readonly string[] {
    return [...this.#entries.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  bytesOf(path: string): number {
    return this.#find(path).uncompressedSize;
  }

  /** The whole entry. Throws {@link ArchiveError} when it does not unpack to what the archive says. */
  async read(path: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.chunks(path)) {
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** The entry in pieces; throws as {@link read} does, at the latest after the last of them. */
  async *chunks(path: string): AsyncGenerator<Buffer> {
    const entry = this.#find(path);
    try {
      yield* (await this.#zip.openReadStreamPromise(entry)) as Readable;
    } catch (error) {
      throw new ArchiveError(`"${path}" in the archive cannot be unpacked: ${(error as Error).message}.`);
    }
  }

  close(): void {
    this.#zip.close();
  }

  #find(path: string): Entry {
    const entry = this.#entries.get(path);
    if (entry === undefined) {
      throw new Error(`Archive: expected an entry ${JSON.stringify(path)}, there is none`);
    }
    return entry;
  }
}

async function readEntries(zip: ZipFile, archiveBytes: number, limits: ArchiveLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entriesMax) {
    throw new ArchiveError(`The archive has ${zip.entryCount} entries, and at most ${limits.entriesMax} are allowed.`);
  }
  const entries = new Map<string, Entry>();
  let unpackedBytes = 0;
  let packedBytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/") || clutter.test(entry.fileName)) {
        checkName(entry);
        continue;
      }
      checkEntry(entry, limits);
      unpackedBytes += entry.uncompressedSize;
      packedBytes += entry.compressedSize;
      if (unpackedBytes > limits.unpackedBytesMax) {
        throw new ArchiveError(
          `Unpacked, the archive is larger than ${gib(limits.unpackedBytesMax)} (reached at "${entry.fileName}"). Import it in parts.`,
        );
      }
      if (entries.has(entry.fileName)) {
        throw new ArchiveError(`The archive contains "${entry.fileName}" twice.`);
      }
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw error instanceof ArchiveError ? error : broken(error);
  }
  // Entries whose data overlap let a small file unpack to a huge one: https://www.bamsoftware.com/hacks/zipbomb/
  if (packedBytes > archiveBytes) {
    throw new ArchiveError("The archive's entries overlap, which no ordinary zip tool produces.");
  }
  if (entries.size === 0) {
    throw new ArchiveError("The archive contains no files.");
  }
  return entries;
}

function checkName(entry: Entry): void {
  const name = entry.fileName;
  // yauzl has turned backslashes into slashes and refused absolute and relative paths; this stands should it be set otherwise.
  if (name.startsWith("/") || /^[a-zA-Z]:/.test(name) || name.split("/").includes("..") || name.includes("\0")) {
    throw new ArchiveError(`"${name}" in the archive points outside the archive. Nothing was imported.`);
  }
}

function checkEntry(entry: Entry, limits: ArchiveLimits): void {
  const name = entry.fileName;
  checkName(entry);
  const type = entry.versionMadeBy >> 8 === UNIX ? (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK : 0;
  if (type === SYMBOLIC_LINK) {
    throw new ArchiveError(`"${name}" in the archive is a link. Replace it with the file itself.`);
  }
  if (type !== 0 && type !== REGULAR_FILE) {
    throw new ArchiveError(`"${name}" in the archive is not a regular file.`);
  }
  if (entry.isEncrypted()) {
    throw new ArchiveError(`"${name}" in the archive is protected by a password.`);
  }
  if (archiveName.test(name)) {
    throw new ArchiveError(`"${name}" is an archive inside the archive. Unpack it first.`);
  }
  if (entry.uncompressedSize > limits.entryBytesMax) {
    throw new ArchiveError(`"${name}" in the archive unpacks to more than ${gib(limits.entryBytesMax)}.`);
  }
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > limits.ratioFromBytes && ratio > limits.ratioMax) {
    throw new ArchiveError(
      `"${name}" in the archive unpacks to ${Math.round(ratio)} times its size, as a zip bomb does.`,
    );
  }
}

function broken(error: unknown): ArchiveError {
  const message = (error as Error).message;
  const pathProblem = /^(absolute path|invalid relative path|invalid characters in fileName): (.*)$/s.exec(message);
  if (pathProblem !== null) {
    return new ArchiveError(`"${pathProblem[2]}" in the archive points outside the archive. Nothing was imported.`);
  }
  return new ArchiveError(
    "This is not a complete zip archive. It may have been truncated, or it may be another kind of archive. Create it again as .zip and upload it again.",
  );
}

function gib(bytes: number): string {
  return `${Math.round((bytes / 1024 ** 3) * 10) / 10} GiB`;
}
