import { DetailedError, Upload } from "tus-js-client";
import { CliError, INTERRUPTED_EXIT_CODE } from "../errors/CliError.ts";
import type { ProgressBar } from "../output/progressBar.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { withPatience } from "../server/withPatience.ts";
import type { SourceArchive } from "./openSource.ts";

const BYTES_PER_MIB = 1024 * 1024;
const PIECE_BYTES = 8 * BYTES_PER_MIB;
/** A line that is away longer than these together ends the command; the upload stays on the server. */
const RETRY_DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, ...Array<number>(40).fill(15_000)];
/** Answers that another try may better: a piece for another place than the server is at, too many at once, and what is the server's. */
const PASSING_STATUS = new Set([408, 409, 423, 429, 500, 502, 503, 504]);

/**
 * Sends an archive in pieces that survive a cut line and a killed command: begun again with the same source, it goes on where it was.
 * Returns the upload's id. Throws the server's own sentence where it refuses; aborted, it leaves on the server what came.
 */
export async function sendArchive(
  client: GraphClient,
  archive: SourceArchive,
  dataset: string,
  { progress, signal }: { readonly progress: ProgressBar; readonly signal: AbortSignal },
): Promise<string> {
  const url = await withPatience(() => begin(client, archive, dataset));
  let sentBytes = 0;
  let sourceError: Error | null = null;
  const slice = async (start: number, end: number) => {
    try {
      const value = await archive.slice(start, end);
      // tus-js-client asks a piece for its `size`, as a Blob has it.
      return { value: Object.assign(value, { size: value.length }), done: end >= archive.bytes };
    } catch (error) {
      sourceError = error as Error;
      throw error;
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const upload = new Upload(archive as never, {
        uploadUrl: client.url + url,
        headers: { authorization: client.authorization },
        // The server knows what was begun; nothing is stored here.
        fingerprint: async () => archive.fingerprint,
        storeFingerprintForResuming: false,
        fileReader: { openFile: async () => ({ size: archive.bytes, slice, close: () => undefined }) },
        chunkSize: PIECE_BYTES,
        retryDelays: RETRY_DELAYS_MS,
        onShouldRetry: ({ originalResponse }) => {
          const status = originalResponse?.getStatus() ?? 0;
          return sourceError === null && (status === 0 || PASSING_STATUS.has(status));
        },
        onProgress: (sent, total) => {
          sentBytes = sent;
          progress.update(mib(sent), mib(total), "MiB");
        },
        onSuccess: () => resolve(),
        onError: reject,
      });
      signal.addEventListener("abort", () => {
        void upload.abort();
        reject(new Error("interrupted"));
      });
      signal.throwIfAborted();
      upload.start();
    });
  } catch (cause) {
    if (sourceError !== null) {
      const message = `The source could not be read: ${(sourceError as Error).message}.`;
      throw new CliError("SOURCE_UNREADABLE", message, { cause });
    }
    throw refusal(cause) ?? cutOff(sentBytes, archive.bytes, signal.aborted, cause);
  } finally {
    progress.stop();
  }
  return url.slice(url.lastIndexOf("/") + 1);
}

/** The address of the upload, new or begun before. */
async function begin(client: GraphClient, archive: SourceArchive, dataset: string): Promise<string> {
  const query = new URLSearchParams({ dataset, source: archive.name, fingerprint: archive.fingerprint });
  const response = await client.fetch(`/files/uploads?${query}`, {
    method: "POST",
    headers: { "tus-resumable": "1.0.0", "upload-length": String(archive.bytes) },
  });
  const location = response.headers.get("location");
  if (!response.ok || location === null) {
    const answer = (await response.json().catch(() => null)) as { error?: { code: string; message: string } } | null;
    throw client.httpError(response, answer?.error);
  }
  return location;
}

function refusal(cause: unknown): CliError | null {
  const body = cause instanceof DetailedError ? cause.originalResponse?.getBody() : undefined;
  if (body === undefined) return null;
  try {
    const { error } = JSON.parse(body) as { error: { code: string; message: string } };
    return new CliError(error.code, error.message, { cause });
  } catch {
    return null; // an answer of something in between, a proxy's page: the line is what failed
  }
}

function cutOff(sentBytes: number, bytes: number, byPerson: boolean, cause: unknown): CliError {
  return new CliError(
    byPerson ? "INTERRUPTED" : "UPLOAD_CUT_OFF",
    `The upload was ${byPerson ? "stopped" : "interrupted"} at ${mib(sentBytes)} of ${mib(bytes)} MiB. Run the same command again to resume it.`,
    { cause, exitCode: byPerson ? INTERRUPTED_EXIT_CODE : 1 },
  );
}

function mib(bytes: number): number {
  return Math.round((bytes / BYTES_PER_MIB) * 10) / 10;
}
