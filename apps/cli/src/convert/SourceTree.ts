import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import yauzl, { type Entry } from "yauzl";
import { CliError } from "../errors/CliError.ts";
import { isZip, listFiles } from "../upload/openSource.ts";

/** The files below a folder or in a zip. */
export interface SourceTree {
  /** With forward slashes, sorted. */
  readonly paths: readonly string[];
  /** Whether one annotation file alone was named: images beside it are not looked for. */
  readonly isSingleFile: boolean;
  read(path: string): Promise<Buffer>;
  close(): void;
}

/** Opens a folder, a zip, or one annotation file. */
export async function openSourceTree(source: string): Promise<SourceTree> {
  if ((await stat(source)).isDirectory()) {
    const files = await listFiles(source, "");
    return {
      paths: files.map(({ entryName }) => entryName),
      isSingleFile: false,
      read: (path) => readFile(join(source, path)),
      close: () => undefined,
    };
  }
  if (await isZip(source)) return openZip(source);
  const folder = dirname(source);
  return {
    paths: [basename(source)],
    isSingleFile: true,
    read: (path) => readFile(join(folder, path)),
    close: () => undefined,
  };
}

/** yauzl refuses entry names that point outside, and contents longer than the archive says. */
async function openZip(source: string): Promise<SourceTree> {
  const refuse = (error: unknown): never => {
    const problem = (error as Error).message;
    throw new CliError("NOT_AN_ARCHIVE", `${source} is no sound zip: ${problem}.`, { cause: error });
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
  return {
    paths: [...entries.keys()].sort(),
    isSingleFile: false,
    async read(path) {
      const entry = entries.get(path);
      if (entry === undefined) throw new Error(`openZip: expected an entry ${path}`);
      return buffer(await zip.openReadStreamPromise(entry));
    },
    close: () => zip.close(),
  };
}
