import { Readable } from "node:stream";
import {
  EXPORT_REPORT_NAME,
  exportLedger,
  type Remark,
  type WritableFormat,
  type WriteOptions,
  writeAnnotations,
} from "@maskyard/annotations";
import type { BlobStore, SnapshotManifest } from "@maskyard/store";
import { ZipFile } from "yazl";
import { addZipEntry } from "../archive/addZipEntry.ts";
import { documentOfManifest, type TagsByImage } from "./documentOfManifest.ts";

export interface ExportOptions {
  readonly format: WritableFormat;
  readonly writer: WriteOptions;
  /** Whether the images' files go into the archive. */
  readonly withImages: boolean;
  readonly tagsByImage?: TagsByImage;
}

/**
 * Content as a zip, made while it is read: of a snapshot always the same bytes. A failure destroys the stream, so that the
 * archive is cut off and never passes for whole.
 */
export function exportArchive(manifest: SnapshotManifest, blobs: BlobStore, options: ExportOptions): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  fill(zip, output, manifest, blobs, options).catch((error: Error) => output.destroy(error));
  return output;
}

async function fill(
  zip: ZipFile,
  output: Readable,
  manifest: SnapshotManifest,
  blobs: BlobStore,
  { format, writer, withImages, tagsByImage }: ExportOptions,
): Promise<void> {
  const { document, manifestImageOf } = documentOfManifest(manifest, tagsByImage);
  const written = writeAnnotations(document, format, writer);
  let files = 0;
  const add = async (path: string, open: () => Promise<Readable> | Readable): Promise<void> => {
    files += 1;
    await addZipEntry(zip, output, path, open);
  };
  for (const { path, content } of written.files) {
    await add(path, () =>
      typeof content === "string" || content instanceof Uint8Array ? single(content) : chunked(content),
    );
  }
  const remarks: Remark[] = [...written.remarks];
  for (const [image, path] of written.imagePathOf) {
    const stored = manifestImageOf.get(image);
    if (stored === undefined) {
      throw new Error(`exportArchive: expected ${path} to be an image of the manifest`);
    }
    if (stored.exifOrientation !== 1) {
      const reason = `the file is stored turned (EXIF orientation ${stored.exifOrientation}): coordinates are those of the upright picture`;
      remarks.push({ kind: "warning", place: image.key, reason });
    }
    if (withImages) {
      await add(path, () => blobs.open(stored.blobSha256));
    }
  }
  const ledger = exportLedger(document, { amendments: written.amendments, remarks });
  const { read, merged, dropped } = ledger.annotations;
  // The last entry: what is in the archive, and what its format could not hold.
  const report = {
    maskyardExport: 1,
    format,
    fileCount: files,
    imageCount: document.images.length,
    annotationCount: read - merged - dropped,
    ledger: { counts: ledger.annotations, entries: ledger.entries },
  };
  await addZipEntry(zip, output, EXPORT_REPORT_NAME, () => single(`${JSON.stringify(report, null, 1)}\n`));
  zip.end();
}

function single(content: string | Uint8Array): Readable {
  return Readable.from([Buffer.from(content as string)], { objectMode: false });
}

/** Pieces of a record each would be a chunk each. */
function chunked(pieces: Iterable<string>): Readable {
  function* chunks(): Iterable<Buffer> {
    let text = "";
    for (const piece of pieces) {
      text += piece;
      if (text.length >= 1 << 16) {
        yield Buffer.from(text);
        text = "";
      }
    }
    yield Buffer.from(text);
  }
  return Readable.from(chunks(), { objectMode: false });
}
