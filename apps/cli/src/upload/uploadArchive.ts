import { Readable, Transform } from "node:stream";
import { CliError } from "../errors/CliError.ts";
import type { ProgressBar } from "../output/progressBar.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import type { SourceArchive } from "./openSource.ts";

export interface UploadOptions {
  /** Name or id; a name nobody has yet is a new dataset's. */
  readonly dataset: string;
  readonly format: string | null;
  readonly split: string | null;
  readonly progress: ProgressBar;
}

const BYTES_PER_MIB = 1024 * 1024;

/** Sends the archive and returns the import's id. Throws the server's own sentence where it refuses. */
export async function uploadArchive(
  client: GraphClient,
  archive: SourceArchive,
  options: UploadOptions,
): Promise<string> {
  const query = new URLSearchParams({ dataset: options.dataset, source: archive.name });
  if (options.format !== null) query.set("format", options.format);
  if (options.split !== null) query.set("split", options.split);
  const counted = archive.bytes.pipe(countBytes(archive.expectedBytes, options.progress));
  let sourceError: Error | undefined;
  archive.bytes.on("error", (error) => {
    sourceError = error;
    counted.destroy(error);
  });
  try {
    const response = await client.fetch(`/files/imports?${query}`, {
      method: "POST",
      headers: { "content-type": "application/zip" },
      body: Readable.toWeb(counted) as ReadableStream<Uint8Array>,
      duplex: "half",
    });
    const answer = (await response.json().catch(() => ({}))) as {
      importId?: string;
      error?: { code: string; message: string };
    };
    if (!response.ok || answer.importId === undefined) throw client.httpError(response, answer.error);
    return answer.importId;
  } catch (error) {
    // A file that could not be read shows as a broken connection: say the cause.
    if (sourceError)
      throw new CliError("SOURCE_UNREADABLE", `The source could not be read: ${sourceError.message}.`, {
        cause: error,
      });
    throw error;
  } finally {
    archive.bytes.destroy();
    options.progress.stop();
  }
}

function countBytes(expectedBytes: number, progress: ProgressBar): Transform {
  const mib = (bytes: number) => Math.round((bytes / BYTES_PER_MIB) * 10) / 10;
  let sent = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.byteLength;
      progress.update(mib(sent), mib(Math.max(sent, expectedBytes)), "MiB");
      done(null, chunk);
    },
  });
}
