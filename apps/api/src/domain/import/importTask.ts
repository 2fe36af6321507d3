import { allowImageLoadersOnly } from "../image/allowImageLoadersOnly.ts";
import type { WorkContext } from "../work/Work.ts";
import { Archive } from "./Archive.ts";
import { BlobJournal } from "./BlobJournal.ts";
import type { ImportJob } from "./ImportJob.ts";
import { importArchive } from "./importArchive.ts";

export interface ImportProgress {
  /** Images of the archive; 0 while that is not known. */
  readonly total: number;
  readonly done: number;
}

interface ImportInput {
  readonly job: ImportJob;
  /** Where the blobs that it is about to keep are named. */
  readonly journalFolder: string;
  /** Points that one shape may have. */
  readonly maxShapePoints: number;
}

/** Often enough to be seen, and to be a sign of life. */
const TELL_MS = 200;

/** Imports an archive. Its journal stays, for whoever waits to forget or to undo: this process may be killed at any place. */
export default async function runImport(
  { job, journalFolder, maxShapePoints }: ImportInput,
  context: WorkContext,
): Promise<void> {
  allowImageLoadersOnly();
  const archive = await Archive.open(job.archivePath);
  const journal = await BlobJournal.begin(journalFolder, job.importId);
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: ImportProgress): void => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < TELL_MS && progress.done < progress.total) return;
    toldAtMs = nowMs;
    context.progress(progress);
  };
  try {
    await importArchive(context, { job, archive, journal, maxShapePoints, onProgress });
  } finally {
    archive.close();
    await journal.close();
  }
}
