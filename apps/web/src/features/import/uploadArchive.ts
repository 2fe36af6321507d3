import { UploadError, uploadFile } from "../../upload/uploadFile.ts";

export interface ArchiveUpload {
  readonly datasetId: string;
  readonly file: File;
  /** A format's name, or null to find it out from the content. */
  readonly format: string | null;
  /** Which columns of a CSV hold what, as FIELD=COLUMN,…; null to go by their names. */
  readonly columns: string | null;
  /** Makes a split of what the files or folders say about train, val and test. */
  readonly splitFromFiles: boolean;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/** Streams a zip to the server and gives the id of the import that then runs there. */
export async function uploadArchive({ file, onProgress, signal, ...upload }: ArchiveUpload): Promise<string> {
  const query = new URLSearchParams({
    dataset: upload.datasetId,
    split: upload.splitFromFiles ? "FROM_FILES" : "none",
    source: file.name,
  });
  if (upload.format) query.set("format", upload.format);
  if (upload.columns) query.set("columns", upload.columns);
  const { importId } = await uploadFile({
    path: `/files/imports?${query}`,
    contentType: "application/zip",
    file,
    onProgress,
    signal,
  });
  if (typeof importId === "string") return importId;
  throw new UploadError("The server's answer names no import. Load the page anew, then try again.");
}
