import type { ReaderOptions } from "@maskyard/annotations";
import type { ImportRow } from "./ImportRow.ts";

/** An import that waits or is under way. */
export interface ImportJob extends ImportRow {
  /** Removed when the import has ended; an upload's when a person need not send it again. */
  readonly archivePath: string;
  /** The upload that the archive is. */
  readonly uploadId: string | null;
  readonly format: string | null;
  readonly readerOptions: ReaderOptions | null;
}
