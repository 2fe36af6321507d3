import { createHash } from "node:crypto";
import { open, readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { StoredZip } from "@maskyard/annotations";
import { CliError } from "../errors/CliError.ts";

/** A zip to upload, of which any part can be read at any time. */
export interface SourceArchive {
  readonly name: string;
  /** Of the whole zip. */
  readonly bytes: number;
  /** The same when the same source is opened again, another when a file of it changed. */
  readonly fingerprint: string;
  /** The bytes from `start` up to `end`, which is exclusive. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** What file managers and tools leave behind. */
const NOT_MEANT = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;
const ZIP_SIGNATURES = ["504b0304", "504b0506"];

/** A zip as it is, or a folder's files as a zip that is made while it is sent. Nothing is written to the disk. */
export async function openSource(source: string): Promise<SourceArchive> {
  const status = await stat(source);
  const path = resolve(source);
  const name = basename(path);
  if (status.isDirectory()) return zipFolder(source, name);
  if (!(await isZip(source))) {
    throw new CliError(
      "NOT_AN_ARCHIVE",
      `${source} is neither a folder nor a zip. Give a folder of images and annotations, or a zip of it.`,
    );
  }
  return {
    name,
    bytes: status.size,
    fingerprint: fingerprintOf(["zip", path, status.size, status.mtimeMs]),
    slice: (start, end) => readPart(path, start, Math.min(end, status.size)),
  };
}

export async function isZip(path: string): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && ZIP_SIGNATURES.includes(buffer.toString("hex"));
  } finally {
    await handle.close();
  }
}

interface FoundFile {
  readonly path: string;
  readonly entryName: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

async function zipFolder(folder: string, name: string): Promise<SourceArchive> {
  const files = await listFiles(folder, "");
  if (files.length === 0) throw new CliError("EMPTY_SOURCE", `${folder} contains no files to import.`);
  const zip = new StoredZip(
    files.map(({ path, entryName, bytes }) => ({
      path: entryName,
      bytes,
      read: (start, end) => readPart(path, start, end),
    })),
  );
  return {
    name,
    bytes: zip.bytes,
    fingerprint: fingerprintOf([
      "folder",
      resolve(folder),
      ...files.flatMap(({ entryName, bytes, modifiedMs }) => [entryName, bytes, modifiedMs]),
    ]),
    slice: (start, end) => zip.slice(start, end),
  };
}

function fingerprintOf(parts: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

async function readPart(path: string, start: number, end: number): Promise<Uint8Array> {
  const handle = await open(path, "r");
  try {
    const part = Buffer.alloc(end - start);
    const { bytesRead } = await handle.read(part, 0, part.length, start);
    return part.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Regular files below the folder by name; links are not followed, hidden files are left out. */
export async function listFiles(folder: string, prefix: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: FoundFile[] = [];
  for (const entry of entries) {
    if (NOT_MEANT.test(entry.name)) continue;
    const path = join(folder, entry.name);
    const entryName = prefix + entry.name;
    if (entry.isDirectory()) files.push(...(await listFiles(path, `${entryName}/`)));
    else if (entry.isFile()) {
      const { size, mtimeMs } = await stat(path);
      files.push({ path, entryName, bytes: size, modifiedMs: mtimeMs });
    }
  }
  return files;
}
