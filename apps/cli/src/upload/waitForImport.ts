import { setTimeout as delay } from "node:timers/promises";
import { CliError, INTERRUPTED_EXIT_CODE } from "../errors/CliError.ts";
import type { ProgressBar } from "../output/progressBar.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { withPatience } from "../server/withPatience.ts";

const PROGRESS = graphql`query ImportProgress($id: ID!) {
  import(id: $id) { status imagesTotal imagesDone error }
}`;

const CANCEL = graphql`mutation CancelImport($id: ID!) {
  cancelImport(input: { id: $id }) { __typename ... on Error { message } }
}`;

interface ImportProgress {
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  imagesTotal: number;
  imagesDone: number;
  error: string | null;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;

/** Returns when the import has succeeded. Throws the server's sentence when it has failed. Aborted, it cancels the import first. */
export async function waitForImport(
  client: GraphClient,
  id: string,
  { progress, signal }: { readonly progress: ProgressBar; readonly signal: AbortSignal },
): Promise<void> {
  try {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_WAIT_MS)) {
      const state = await withPatience(() => readProgress(client, id));
      if (state.status === "FAILED") throw new CliError("IMPORT_FAILED", state.error ?? "The import failed.");
      if (state.status === "CANCELLED") throw cancelled(signal.aborted);
      progress.update(state.imagesDone, state.imagesTotal, "images");
      if (state.status === "SUCCEEDED") return;
      // It may end meanwhile; the next look tells.
      if (signal.aborted) await withPatience(() => client.request(CANCEL, { id }));
      else await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    progress.stop();
  }
}

function cancelled(byPerson: boolean): CliError {
  const message = `The import was cancelled${byPerson ? "" : " by somebody else"}; nothing of it was kept.`;
  return new CliError("CANCELLED", message, { exitCode: byPerson ? INTERRUPTED_EXIT_CODE : 1 });
}

async function readProgress(client: GraphClient, id: string): Promise<ImportProgress> {
  const { import: found } = await client.request<{ import: ImportProgress | null }>(PROGRESS, { id });
  if (!found) throw new CliError("NOT_FOUND", "The import no longer exists, because its dataset has been deleted.");
  return found;
}
