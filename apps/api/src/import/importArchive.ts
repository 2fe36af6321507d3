import { BlobRemovedError, withRetry } from "@maskyard/store";
import type { Services } from "../services.ts";
import type { Archive } from "./Archive.ts";
import type { BlobJournal } from "./BlobJournal.ts";
import type { ImportJob } from "./ImportRunner.ts";
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
  readonly signal: AbortSignal;
  /** Kept up to date. */
  readonly progress: { total: number; done: number };
  /** Awaited once `progress` says how many images there are. */
  readonly onTotal: () => Promise<void>;
}

/** Reads an archive, takes its images in and writes its rows. Resolves when all of it is in the dataset; where it throws, nothing is. */
export async function importArchive(services: Services, work: ImportWork): Promise<void> {
  const { prisma, pool, blobs, logger } = services;
  const { job, archive, journal, signal, progress } = work;
  const contents = await readDocument(archive, job.format, job.readerOptions);
  progress.total = contents.imagePaths.length;
  await work.onTotal();
  for (let tries = 1; ; tries++) {
    const ingest = await ingestImages({
      prisma,
      blobs,
      archive,
      signal,
      datasetId: job.datasetId,
      paths: contents.imagePaths,
      beforePut: (sha256) => journal.note(sha256),
      onProgress: (done) => {
        progress.done = done;
      },
    });
    const plan = planImport(contents, ingest, services.environment.maxShapePoints);
    try {
      return await withRetry(() => writeImport({ pool, blobs }, job, plan, signal), { signal });
    } catch (error) {
      if (!(error instanceof BlobRemovedError) || tries === TRIES) throw error;
      logger.info(
        { importId: job.importId, err: error },
        "images of an import were deleted elsewhere; takes them in anew",
      );
    }
  }
}
