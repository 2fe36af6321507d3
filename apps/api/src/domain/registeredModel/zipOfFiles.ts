import type { Readable } from "node:stream";
import type { BlobStore } from "@maskyard/store";
import { ZipFile } from "yazl";
import { addZipEntry } from "../archive/addZipEntry.ts";
import type { VersionFile } from "./versionContents.ts";

/** The files as a zip, made while it is read; the same files are the same bytes. A failure destroys the stream, so that it never passes for whole. */
export function zipOfFiles(blobs: BlobStore, files: readonly VersionFile[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  fill(zip, output, blobs, files).catch((error: Error) => output.destroy(error));
  return output;
}

async function fill(zip: ZipFile, output: Readable, blobs: BlobStore, files: readonly VersionFile[]): Promise<void> {
  for (const { path, sha256 } of files) await addZipEntry(zip, output, path, () => blobs.open(sha256));
  zip.end();
}
