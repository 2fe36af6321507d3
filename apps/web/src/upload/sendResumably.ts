import { refusalOf, UploadError } from "./uploadFile.ts";

/** What is sent, of which any part can be made at any time. */
export interface UploadSource {
  readonly name: string;
  readonly bytes: number;
  /** The same when the same files are chosen again, another when one of them changed. */
  readonly fingerprint: string;
  /** The bytes from `start` up to `end`, which is exclusive. */
  slice(start: number, end: number): Promise<Blob>;
}

export interface ResumableUpload {
  readonly source: UploadSource;
  /** Id or name of the dataset it is for. */
  readonly dataset: string;
  readonly onProgress: (sentBytes: number) => void;
  /** Aborted, it stops; what came stays on the server, so that it can go on. */
  readonly signal: AbortSignal;
}

const PIECE_BYTES = 8 * 1024 ** 2;
/** A line that is away longer than these together ends the upload, which can go on later. */
const RETRY_DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, ...Array<number>(40).fill(15_000)];
/** Answers that another try may better. */
const PASSING_STATUS = new Set([408, 409, 423, 429, 500, 502, 503, 504]);
const TUS = { "tus-resumable": "1.0.0" };

/**
 * Sends a source in pieces that survive a cut line and a closed tab: begun again with the same files, it goes on where it was. Gives
 * the upload's id. Rejects with an {@link UploadError}.
 */
export async function sendResumably(upload: ResumableUpload): Promise<string> {
  const url = await begin(upload);
  await sendPieces(url, upload);
  return url.slice(url.lastIndexOf("/") + 1);
}

/** Takes what came of an upload off the server. */
export async function discardUpload({ source, dataset }: Pick<ResumableUpload, "source" | "dataset">): Promise<void> {
  const url = await begin({ source, dataset });
  await fetch(url, { method: "DELETE", headers: TUS });
}

/** The address of the upload, new or begun before. */
async function begin({ source, dataset }: Pick<ResumableUpload, "source" | "dataset">): Promise<string> {
  const query = new URLSearchParams({ dataset, source: source.name, fingerprint: source.fingerprint });
  const response = await fetch(`/files/uploads?${query}`, {
    method: "POST",
    headers: { ...TUS, "upload-length": String(source.bytes) },
  }).catch(() => {
    throw new UploadError("The server cannot be reached. Check the connection, then try again.");
  });
  const location = response.headers.get("location");
  if (response.ok && location !== null) return location;
  throw new UploadError(refusalOf(response.status, await response.text()));
}

async function sendPieces(url: string, { source, onProgress, signal }: ResumableUpload): Promise<void> {
  const { DetailedError, Upload } = await tus();
  const sentenceOf = (error: Error) => {
    const response = error instanceof DetailedError ? error.originalResponse : null;
    if (response !== null) return refusalOf(response.getStatus(), response.getBody());
    return "The upload was interrupted. Choose the same files again to resume it.";
  };
  await new Promise<void>((resolve, reject) => {
    let sourceError: Error | null = null;
    const slice = async (start: number, end: number) => {
      try {
        return { value: await source.slice(start, end), done: end >= source.bytes };
      } catch (error) {
        sourceError = error as Error;
        throw error;
      }
    };
    const upload = new Upload(source as never, {
      uploadUrl: new URL(url, window.location.href).href,
      // The server knows what was begun; nothing is stored here.
      fingerprint: async () => source.fingerprint,
      storeFingerprintForResuming: false,
      fileReader: { openFile: async () => ({ size: source.bytes, slice, close: () => undefined }) },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      onShouldRetry: ({ originalResponse }) => {
        const status = originalResponse?.getStatus() ?? 0;
        return sourceError === null && (status === 0 || PASSING_STATUS.has(status));
      },
      onProgress,
      onSuccess: () => resolve(),
      onError: (error) => {
        if (sourceError !== null) reject(new UploadError(`A file could not be read: ${sourceError.message}.`));
        else reject(new UploadError(sentenceOf(error)));
      },
    });
    signal.addEventListener("abort", () => {
      void upload.abort();
      reject(new UploadError("The upload was stopped."));
    });
    if (signal.aborted) reject(new UploadError("The upload was stopped."));
    else upload.start();
  });
}

/** Fetched with the first upload: pages are shown without it. */
async function tus(): Promise<typeof import("tus-js-client")> {
  return import("tus-js-client").catch(() => {
    throw new UploadError("The server cannot be reached. Check the connection, then try again.");
  });
}
