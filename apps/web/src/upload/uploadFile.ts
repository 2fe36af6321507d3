/** A refused or broken upload, with a sentence for the person. */
export class UploadError extends Error {
  override readonly name = "UploadError";
}

export interface FileUpload {
  /** Of this server, with its query. */
  readonly path: string;
  readonly contentType: string;
  readonly file: File;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Streams a file to the server and gives its answer. XMLHttpRequest, because fetch does not report how much of a body has been
 * sent. Rejects with an {@link UploadError}.
 */
export function uploadFile(upload: FileUpload): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", upload.path);
    request.setRequestHeader("content-type", upload.contentType);
    request.upload.onprogress = ({ loaded, total }) => upload.onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () =>
      reject(new UploadError("The upload was interrupted. Check the connection, then try again."));
    request.onabort = () => reject(new UploadError("The upload was cancelled."));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(parse(request.responseText));
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

/** The server's own sentence, else one for the status. */
export function refusalOf(status: number, body: string): string {
  const answer = parse(body);
  const nested = answer.error;
  const message =
    typeof nested === "object" && nested !== null
      ? (nested as Record<string, unknown>).message
      : (answer.message ?? nested);
  if (typeof message === "string" && message !== "") return message;
  if (status === 401) return "You are signed out. Sign in again, then repeat the upload.";
  if (status === 403) return "You do not have permission to upload here.";
  if (status === 413) return "This file is larger than the server accepts.";
  return `The server refused the file (status ${status}).`;
}
