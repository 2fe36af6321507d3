import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { CliError } from "../errors/CliError.ts";

/** Bytes of a zip to upload, and what to call it. */
export interface SourceArchive {
  readonly name: string;
  readonly bytes: Readable;
  /** About how many bytes come; a folder's files may pack smaller. */
  readonly expectedBytes: number;
}

/** Image files are packed already: deflating them again costs time and saves nothing. */
const PACKED = /\.(jpe?g|png|webp|avif|heic|heif|gif|zip|gz)$/i;
/** What file managers and tools leave behind. */
const NOT_MEANT = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;
const ZIP_SIGNATURES = ["504b0304", "504b0506"];

/** A zip as it is, or a folder packed while it is read. Nothing is written to the disk. */
export async function openSource(source: string): Promise<SourceArchive> {
  const status = await stat(source);
  const name = basename(resolve(source));
  if (status.isDirectory()) return zipFolder(source, name);
  if (!(await isZip(source))) {
    throw new CliError(
      "NOT_AN_ARCHIVE",
      `${source} is neither a folder nor a zip; give the folder of images and annotations, or a zip of it.`,
    );
  }
  return { name, bytes: createReadStream(source), expectedBytes: status.size };
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
}

async function zipFolder(folder: string, name: string): Promise<SourceArchive> {
  const files = await listFiles(folder, "");
  if (files.length === 0) throw new CliError("EMPTY_SOURCE", `${folder} holds no file to import.`);
  const zip = new ZipFile();
  const bytes = zip.outputStream as Readable;
  // A file that vanishes while it is packed must end the upload too.
  zip.on("error", (error: Error) => bytes.destroy(error));
  for (const file of files) zip.addFile(file.path, file.entryName, { compress: !PACKED.test(file.path) });
  zip.end();
  return { name, bytes, expectedBytes: files.reduce((sum, file) => sum + file.bytes, 0) };
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
    else if (entry.isFile()) files.push({ path, entryName, bytes: (await stat(path)).size });
  }
  return files;
}
