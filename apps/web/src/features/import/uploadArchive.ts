/** A refused or broken upload, with a sentence for the person. */
export class UploadError extends Error {
  override readonly name = "UploadError";
}

export interface ArchiveUpload {
  readonly datasetId: string;
  readonly file: File;
  /** A format's name, or null to find it out from the content. */
  readonly format: string | null;
  /** Makes a split of what the files or folders say about train, val and test. */
  readonly splitFromFiles: boolean;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Streams a zip to the server and gives the id of the import that then runs there. XMLHttpRequest, because fetch does not
 * report how much of a body has been sent.
 */
export function uploadArchive(upload: ArchiveUpload): Promise<string> {
  const query = new URLSearchParams({
    dataset: upload.datasetId,
    split: upload.splitFromFiles ? "FROM_FILES" : "none",
    source: upload.file.name,
  });
  if (upload.format) query.set("format", upload.format);

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/files/imports?${query}`);
    request.setRequestHeader("content-type", "application/zip");
    request.upload.onprogress = ({ loaded, total }) => upload.onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new UploadError("The upload was cut off. Check the connection, then try again."));
    request.onabort = () => reject(new UploadError("The upload was cancelled."));
    request.onload = () => {
      const importId = importIdOf(request.responseText);
      if (request.status === 202 && importId) resolve(importId);
      else reject(new UploadError(refusalOf(request.status, request.responseText)));
    };
    upload.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(upload.file);
  });
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // an answer from something in between (a proxy's page): the status has to do
  }
}

function importIdOf(body: string): string | null {
  const { importId } = parse(body);
  return typeof importId === "string" ? importId : null;
}

/** The server's own sentence, else one for the status. */
export function refusalOf(status: number, body: string): string {
  const answer = parse(body);
  const nested = answer.error;
  const message =
    typeof nested === "object" && nested !== null
      ? (nested as Record<string, unknown>).message
      : (answer.message ?? nested);
  if (typeof message === "string" && message !== "") return message;
  if (status === 401) return "You are signed out. Sign in again, then repeat the import.";
  if (status === 403) return "You may not import into this dataset.";
  if (status === 413) return "This archive is larger than the server accepts.";
  return `The server refused the archive (status ${status}).`;
}
