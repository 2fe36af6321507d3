import { columnsText, type ReaderFlags } from "../input/readerFlags.ts";
import type { ProgressBar } from "../output/progressBar.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import type { SourceArchive } from "./openSource.ts";
import { sendBytes } from "./sendBytes.ts";

export interface UploadOptions {
  /** Name or id; a name nobody has yet is a new dataset's. */
  readonly dataset: string;
  readonly format: string | null;
  readonly split: string | null;
  readonly reader: ReaderFlags;
  readonly progress: ProgressBar;
}

/** Sends the archive and returns the import's id. Throws the server's own sentence where it refuses. */
export async function uploadArchive(
  client: GraphClient,
  archive: SourceArchive,
  options: UploadOptions,
): Promise<string> {
  const query = new URLSearchParams({ dataset: options.dataset, source: archive.name });
  if (options.format !== null) query.set("format", options.format);
  if (options.split !== null) query.set("split", options.split);
  const { map, vocBase, classAttribute, frame } = options.reader;
  if (map !== undefined) query.set("columns", columnsText(map));
  if (vocBase !== undefined) query.set("vocBase", vocBase);
  if (classAttribute !== undefined) query.set("classAttribute", classAttribute);
  if (frame !== undefined) query.set("frame", frame);
  const { importId } = await sendBytes<{ importId: string }>(client, {
    path: `/files/imports?${query}`,
    contentType: "application/zip",
    bytes: archive.bytes,
    expectedBytes: archive.expectedBytes,
    progress: options.progress,
  });
  return importId;
}
