import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { SourceFile } from "@maskyard/annotations";
import yauzl, { type Entry } from "yauzl";
import { CliError } from "../errors/CliError.ts";
import { textFileOf } from "../input/textFile.ts";
import { isZip, listFiles } from "../upload/openSource.ts";

/** The files below a folder or in a zip. */
export interface SourceTree {
  /** With forward slashes, sorted. */
  readonly paths: readonly string[];
  /** Whether one annotation file alone was named: images beside it are not looked for. */
  readonly isSingleFile: boolean;
  read(path: string): Promise<Buffer>;
  /** A file that holds text, of any length. */
  textFile(path: string): SourceFile;
  close(): void;
}

/** Opens a folder, a zip, or one annotation file. */
export async function openSourceTree(source: string): Promise<SourceTree> {
  const { isDirectory, size } = await stat(source).then((found) => ({
    isDirectory: found.isDirectory(),
    size: found.size,
  }));
  if (isDirectory) {
    const files = await listFiles(source, "");
    return { ...openFolder(source, new Map(files.map((file) => [file.entryName, file.bytes]))), isSingleFile: false };
  }
  if (await isZip(source)) return openZip(source);
  return { ...openFolder(dirname(source), new Map([[basename(source), size]])), isSingleFile: true };
}

function openFolder(folder: string, bytesOf: ReadonlyMap<string, number>): Omit<SourceTree, "isSingleFile"> {
  const read = (path: string) => readFile(join(folder, path));
  return {
    paths: [...bytesOf.keys()],
    read,
    textFile: (path) =>
      textFileOf(path, bytesOf.get(path) ?? 0, {
        read: () => read(path),
        chunks: () => createReadStream(join(folder, path)),
      }),
    close: () => undefined,
  };
}

/** yauzl refuses entry names that point outside, and contents longer than the archive says. */
async function openZip(source: string): Promise<SourceTree> {
  const refuse = (error: unknown): never => {
    const problem = (error as Error).message;
    throw new CliError("NOT_AN_ARCHIVE", `${source} is not a valid zip: ${problem}.`, { cause: error });
  };
  const zip = await yauzl.openPromise(source, { autoClose: false, strictFileNames: false }).catch(refuse);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const isClutter = /(^|\/)(__MACOSX|\.DS_Store)(\/|$)/.test(entry.fileName);
      if (!entry.fileName.endsWith("/") && !isClutter) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    zip.close();
    refuse(error);
  }
  const open = async (path: string) => {
    const entry = entries.get(path);
    if (entry === undefined) throw new Error(`openZip: expected an entry ${path}`);
    return zip.openReadStreamPromise(entry);
  };
  const read = async (path: string) => buffer(await open(path));
  return {
    paths: [...entries.keys()].sort(),
    isSingleFile: false,
    read,
    textFile: (path) =>
      textFileOf(path, entries.get(path)?.uncompressedSize ?? 0, {
        read: () => read(path),
        chunks: async function* () {
          yield* await open(path);
        },
      }),
    close: () => zip.close(),
  };
}
