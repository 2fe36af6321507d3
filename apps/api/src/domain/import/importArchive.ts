import { BlobRemovedError, withRetry } from "@maskyard/store";
import type { WorkContext } from "../work/Work.ts";
import type { Archive } from "./Archive.ts";
import type { BlobJournal } from "./BlobJournal.ts";
import type { ImportJob } from "./ImportJob.ts";
import { ingestImages } from "./ingestImages.ts";
import { planImport } from "./planImport.ts";
import { readDocument } from "./readDocument.ts";
import { writeImport } from "./writeImport.ts";

/** How often the images are taken in anew because others that used the same bytes were deleted meanwhile. */
const TRIES = 3;

interface ImportWork {
  readonly job: ImportJob;
  readonly archive: Archive;
  readonly journal: BlobJournal;
  /** Points that one shape may have. */
  readonly maxShapePoints: number;
  /** Told of every image, and of nothing new where rows are written. */
  readonly onProgress: (progress: { readonly total: number; readonly done: number }) => void;
}

/** Reads an archive, takes its images in and writes its rows. Resolves when all of it is in the dataset; where it throws, nothing is. */
export async function importArchive(
  { store, signal, warn }: WorkContext,
  { job, archive, journal, maxShapePoints, onProgress }: ImportWork,
): Promise<void> {
  const { prisma, pool, blobs } = await store();
  const contents = await readDocument(archive, job.format, job.readerOptions);
  const total = contents.imagePaths.length;
  onProgress({ total, done: 0 });
  for (let tries = 1; ; tries++) {
    const ingest = await ingestImages({
      prisma,
      blobs,
      archive,
      signal,
      datasetId: job.datasetId,
      paths: contents.imagePaths,
      beforePut: (sha256) => journal.note(sha256),
      onProgress: (done) => onProgress({ total, done }),
    });
    const plan = planImport(contents, ingest, maxShapePoints, job.readerOptions ?? {});
    const onWritten = () => onProgress({ total, done: total });
    try {
      return await withRetry(() => writeImport({ pool, blobs }, job, plan, { signal, imagesTotal: total, onWritten }), {
        signal,
      });
    } catch (error) {
      if (!(error instanceof BlobRemovedError) || tries === TRIES) throw error;
      warn(`images of import ${job.importId} were deleted elsewhere (${error.message}); takes them in anew`);
    }
  }
}
