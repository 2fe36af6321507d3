import { crc32, StoredZip } from "@maskyard/annotations";
import type { UploadSource } from "../../upload/sendResumably.ts";
import { UploadError } from "../../upload/uploadFile.ts";
import type { PickedFile } from "./pickedFiles.ts";

/** A zip as it was chosen, or chosen files as one that is made while it is sent. */
export interface ArchiveSource extends UploadSource {
  /** In a folder; null for a zip, whose directory only the server reads. */
  readonly fileCount: number | null;
}

/** An archive holds no more; the server refuses it, after the upload. */
const FILES_MAX = 500_000;
const OTHER_ARCHIVE = /\.(rar|7z|tar|tgz|gz|bz2|xz|zst)$/i;

/** Throws {@link UploadError} for what can be no data set, with what to do. */
export function archiveSource(picked: readonly PickedFile[]): ArchiveSource {
  const [first, second] = picked;
  if (first === undefined)
    throw new UploadError("The selection contains no files. Choose a folder of images or a zip.");
  if (picked.length > FILES_MAX) {
    throw new UploadError(
      `${picked.length} files are too many for one import (at most ${FILES_MAX}). Import them in parts.`,
    );
  }
  if (second === undefined && /\.zip$/i.test(first.path)) return zipSource(first.file);
  const archive = picked.find(({ path }) => /\.zip$/i.test(path) || OTHER_ARCHIVE.test(path));
  if (archive !== undefined) {
    const isZip = /\.zip$/i.test(archive.path);
    throw new UploadError(
      isZip
        ? `${archive.path} is a zip among other files. Choose only the zip, or unpack it first.`
        : `${archive.path} is an archive, but not a zip. Unpack it and choose the folder.`,
    );
  }
  return folderSource(picked);
}

function zipSource(file: File): ArchiveSource {
  return {
    name: file.name,
    bytes: file.size,
    fileCount: null,
    fingerprint: `zip|${file.name}|${file.size}|${file.lastModified}`,
    slice: async (start, end) => file.slice(start, end),
  };
}

function folderSource(picked: readonly PickedFile[]): ArchiveSource {
  const root = commonFolder(picked);
  const files = picked.map(({ path, file }) => ({ path: path.slice(root === "" ? 0 : root.length + 1), file }));
  const zip = new StoredZip(
    files.map(({ path, file }) => ({
      path,
      bytes: file.size,
      read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
    })),
  );
  const list = files.map(({ path, file }) => `${path}|${file.size}|${file.lastModified}`).sort();
  const name = root === "" ? `${files.length} files` : root;
  const checksum = crc32(new TextEncoder().encode(list.join("\n")));
  return {
    name,
    bytes: zip.bytes,
    fileCount: files.length,
    fingerprint: `folder|${name}|${files.length}|${zip.bytes}|${checksum}`,
    slice: async (start, end) => new Blob([await zip.slice(start, end)]),
  };
}

/** The one folder that holds all, which is left out of the images' names as the command line does; empty where there is none. */
function commonFolder(picked: readonly PickedFile[]): string {
  const [root = ""] = picked[0]?.path.split("/", 1) ?? [];
  return picked.every(({ path }) => path.startsWith(`${root}/`)) ? root : "";
}
