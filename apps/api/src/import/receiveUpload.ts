import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InvalidInputError } from "../errors/expectedErrors.ts";

/** Writes an upload to a file of a made-up name, never more than `bytesMax`; nothing stays of one that is cut off. */
export async function receiveUpload(body: Readable, folder: string, bytesMax: number): Promise<string> {
  const path = join(folder, `${randomUUID()}.zip`);
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        done(
          new InvalidInputError(
            `The upload is larger than ${Math.floor(bytesMax / 1024 ** 2)} MiB. Import it in parts.`,
          ),
        );
      } else {
        done(null, chunk);
      }
    },
  });
  try {
    await pipeline(body, counter, createWriteStream(path, { flags: "wx", mode: 0o600 }));
    return path;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
