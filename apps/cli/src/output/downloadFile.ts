import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GraphClient } from "../server/GraphClient.ts";

/** Writes what the server sends at `path` to `file`, which appears under its name when it is whole. */
export async function downloadFile(client: GraphClient, path: string, file: string): Promise<void> {
  await write(await answerOf(client, path), file);
}

/** The same into a folder, which is made when it is missing, under the name the server gives; returns where. */
export async function downloadInto(client: GraphClient, path: string, folder: string): Promise<string> {
  const response = await answerOf(client, path);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  if (name === undefined) throw new Error(`downloadInto: expected a file name with the answer of ${path}`);
  await mkdir(folder, { recursive: true });
  const file = join(folder, basename(name));
  await write(response, file);
  return file;
}

async function answerOf(client: GraphClient, path: string): Promise<Response> {
  const response = await client.fetch(path);
  if (!response.ok) throw client.httpError(response);
  return response;
}

async function write(response: Response, file: string): Promise<void> {
  if (response.body === null) throw new Error(`expected a body with the answer of ${response.url}`);
  const unfinished = `${file}.part`;
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(unfinished));
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}
