import { type ReaderFlags, readerQueryOf } from "../input/readerFlags.ts";
import type { ProgressBar } from "../output/progressBar.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { withPatience } from "../server/withPatience.ts";
import type { SourceArchive } from "./openSource.ts";
import { sendArchive } from "./sendArchive.ts";

export interface UploadOptions {
  /** Name or id; a name nobody has yet is a new dataset's. */
  readonly dataset: string;
  readonly format: string | null;
  readonly split: string | null;
  readonly reader: ReaderFlags;
  readonly progress: ProgressBar;
  readonly signal: AbortSignal;
}

/** Sends the archive and returns the import's id. Throws the server's own sentence where it refuses. */
export async function uploadArchive(
  client: GraphClient,
  archive: SourceArchive,
  options: UploadOptions,
): Promise<string> {
  const upload = await sendArchive(client, archive, options.dataset, options);
  const query = new URLSearchParams({ dataset: options.dataset, upload });
  if (options.format !== null) query.set("format", options.format);
  if (options.split !== null) query.set("split", options.split);
  for (const [name, value] of Object.entries(readerQueryOf(options.reader))) query.set(name, value);
  // Asked again after a lost answer, the server tells of the same import.
  return withPatience(() => startImport(client, query));
}

async function startImport(client: GraphClient, query: URLSearchParams): Promise<string> {
  const response = await client.fetch(`/files/imports?${query}`, { method: "POST" });
  const answer = (await response.json().catch(() => null)) as {
    importId?: string;
    error?: { code: string; message: string };
  } | null;
  if (!response.ok || answer?.importId === undefined) throw client.httpError(response, answer?.error);
  return answer.importId;
}
