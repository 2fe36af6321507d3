import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GraphClient } from "../server/GraphClient.ts";

/** Writes what the server sends at `path` to `file`, which appears under its name when it is whole. */
export async function downloadFile(client: GraphClient, path: string, file: string): Promise<void> {
  const response = await client.fetch(path);
  if (!response.ok || response.body === null) throw client.httpError(response);
  const unfinished = `${file}.part`;
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(unfinished));
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}
