import { discardUpload, sendResumably } from "../../upload/sendResumably.ts";
import { refusalOf, UploadError } from "../../upload/uploadFile.ts";
import type { ArchiveSource } from "./archiveSource.ts";

export interface ArchiveUpload {
  /** Id of a dataset, or the name of one that the import makes: it goes again when nothing comes of the import. */
  readonly dataset: string;
  readonly source: ArchiveSource;
  /** A format's name, or null to find it out from the content. */
  readonly format: string | null;
  /** Which columns of a CSV hold what, as FIELD=COLUMN,…; null to go by their names. */
  readonly columns: string | null;
  /** How files are to be read that do not say it themselves, by the names of the server's parameters. */
  readonly said: Readonly<Record<string, string>>;
  /** Makes a split of what the files or folders say about train, val and test. */
  readonly splitFromFiles: boolean;
  readonly onProgress: (sentBytes: number) => void;
  readonly signal: AbortSignal;
}

export interface StartedImport {
  readonly importId: string;
  readonly datasetId: string;
}

/** Sends an archive to the server, going on where it was cut off, and gives the import that then runs there. */
export async function uploadArchive({
  dataset,
  source,
  onProgress,
  signal,
  ...wanted
}: ArchiveUpload): Promise<StartedImport> {
  const upload = await sendResumably({ source, dataset, onProgress, signal });
  const query = new URLSearchParams({
    dataset,
    upload,
    split: wanted.splitFromFiles ? "FROM_FILES" : "none",
  });
  if (wanted.format) query.set("format", wanted.format);
  if (wanted.columns) query.set("columns", wanted.columns);
  for (const [name, answer] of Object.entries(wanted.said)) query.set(name, answer);
  const response = await fetch(`/files/imports?${query}`, { method: "POST" }).catch(() => {
    throw new UploadError(
      "The upload finished, but then the server could not be reached. Choose the same files again.",
    );
  });
  const text = await response.text();
  if (!response.ok) throw new UploadError(refusalOf(response.status, text));
  return JSON.parse(text) as StartedImport;
}

/** Takes what came of an upload that a person cancelled off the server. */
export async function discardArchive(source: ArchiveSource, dataset: string): Promise<void> {
  await discardUpload({ source, dataset });
}
