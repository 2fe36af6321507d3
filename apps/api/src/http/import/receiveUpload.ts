import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { limitBytes } from "../files/limitBytes.ts";

/** Writes an upload to a file of a made-up name, never more than `bytesMax`; nothing stays of one that is cut off. */
export async function receiveUpload(body: Readable, folder: string, bytesMax: number): Promise<string> {
  const path = join(folder, `${randomUUID()}.zip`);
  try {
    await pipeline(
      limitBytes(body, bytesMax, "Import it in parts."),
      createWriteStream(path, { flags: "wx", mode: 0o600 }),
    );
    return path;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
