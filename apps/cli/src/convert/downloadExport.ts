import { createWriteStream } from "node:fs";
import { mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { EXPORT_REPORT_NAME, type Ledger } from "@maskyard/annotations";
import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { openSourceTree } from "./SourceTree.ts";
import { writeFolder } from "./writeFolder.ts";

/** What the server says of an export, in its last entry. */
export interface ExportReport {
  readonly fileCount: number;
  readonly imageCount: number;
  readonly annotationCount: number;
  readonly ledger: { readonly counts: Ledger["annotations"]; readonly entries: Ledger["entries"] };
}

interface DownloadOptions {
  readonly force: boolean;
  readonly onProgress: (mib: number) => void;
}

/** Fetches an export to a `.zip`, or unpacks it to a folder; either is whole or not there. */
export async function downloadExport(
  client: GraphClient,
  path: string,
  destination: string,
  { force, onProgress }: DownloadOptions,
): Promise<ExportReport> {
  const isZip = /\.zip$/i.test(destination);
  if (!force) await refuseExisting(destination);
  const target = resolve(destination);
  const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}.`));
  const archive = join(temporary, "export.zip");
  try {
    const response = await client.fetch(path);
    if (!response.ok || response.body === null) {
      const { error } = (await response.json().catch(() => ({}))) as { error?: { code: string; message: string } };
      throw client.httpError(response, error);
    }
    await pipeline(Readable.fromWeb(response.body), countMib(onProgress), createWriteStream(archive)).catch((cause) => {
      throw new CliError("CUT_OFF", "The export was interrupted and nothing was written. Try again.", { cause });
    });
    if (!isZip) return await unpack(archive, destination, force);
    const tree = await openSourceTree(archive);
    const report = await reportOf(tree.read).finally(() => tree.close());
    await syncFile(archive);
    await rename(archive, target);
    return report;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function unpack(archive: string, destination: string, force: boolean): Promise<ExportReport> {
  const tree = await openSourceTree(archive);
  try {
    return await writeFolder(destination, force, async (write) => {
      for (const path of tree.paths) if (path !== EXPORT_REPORT_NAME) await write(path, await tree.read(path));
      return reportOf(tree.read);
    });
  } finally {
    tree.close();
  }
}

async function reportOf(read: (path: string) => Promise<Buffer>): Promise<ExportReport> {
  return JSON.parse((await read(EXPORT_REPORT_NAME)).toString("utf8")) as ExportReport;
}

async function refuseExisting(destination: string): Promise<void> {
  const isThere = await stat(destination).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  if (isThere) {
    throw new CliError(
      "EXISTS",
      `${destination} already exists. Choose another destination, or use --force to replace it.`,
    );
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function countMib(onProgress: (mib: number) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      onProgress(Math.round((bytes / 1024 ** 2) * 10) / 10);
      done(null, chunk);
    },
  });
}
