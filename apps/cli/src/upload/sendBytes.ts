import { Readable, Transform } from "node:stream";
import { CliError } from "../errors/CliError.ts";
import type { ProgressBar } from "../output/progressBar.ts";
import type { GraphClient } from "../server/GraphClient.ts";

const BYTES_PER_MIB = 1024 * 1024;

export interface SentBytes {
  /** Of the server, with its query. */
  readonly path: string;
  readonly contentType: string;
  readonly bytes: Readable;
  readonly expectedBytes: number;
  readonly progress: ProgressBar;
}

/** Sends a file's bytes as they are read, and returns the answer. Throws the server's own sentence where it refuses. */
export async function sendBytes<Answer>(client: GraphClient, sent: SentBytes): Promise<Answer> {
  const counted = sent.bytes.pipe(countBytes(sent.expectedBytes, sent.progress));
  let sourceError: Error | undefined;
  sent.bytes.on("error", (error) => {
    sourceError = error;
    counted.destroy(error);
  });
  try {
    const response = await client.fetch(sent.path, {
      method: "POST",
      headers: { "content-type": sent.contentType },
      body: Readable.toWeb(counted) as ReadableStream<Uint8Array>,
      duplex: "half",
    });
    const answer = (await response.json().catch(() => null)) as
      | (Answer & { error?: { code: string; message: string } })
      | null;
    if (!response.ok || answer === null) throw client.httpError(response, answer?.error);
    return answer;
  } catch (error) {
    // A file that could not be read shows as a broken connection: say the cause.
    if (sourceError)
      throw new CliError("SOURCE_UNREADABLE", `The source could not be read: ${sourceError.message}.`, {
        cause: error,
      });
    throw error;
  } finally {
    sent.bytes.destroy();
    sent.progress.stop();
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
