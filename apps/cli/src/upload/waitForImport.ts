import { setTimeout as delay } from "node:timers/promises";
import { CliError } from "../errors/CliError.ts";
import type { ProgressBar } from "../output/progressBar.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { withPatience } from "../server/withPatience.ts";

const PROGRESS = graphql`query ImportProgress($id: ID!) {
  import(id: $id) { status imagesTotal imagesDone error }
}`;

interface ImportProgress {
  status: "RUNNING" | "SUCCEEDED" | "FAILED";
  imagesTotal: number;
  imagesDone: number;
  error: string | null;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;

/** Returns when the import has succeeded. Throws the server's sentence when it has failed. */
export async function waitForImport(client: GraphClient, id: string, progress: ProgressBar): Promise<void> {
  try {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_WAIT_MS)) {
      const state = await withPatience(() => readProgress(client, id));
      if (state.status === "FAILED") throw new CliError("IMPORT_FAILED", state.error ?? "The import failed.");
      progress.update(state.imagesDone, state.imagesTotal, "images");
      if (state.status === "SUCCEEDED") return;
      await delay(waitMs);
    }
  } finally {
    progress.stop();
  }
}

async function readProgress(client: GraphClient, id: string): Promise<ImportProgress> {
  const { import: found } = await client.request<{ import: ImportProgress | null }>(PROGRESS, { id });
  if (!found) throw new CliError("NOT_FOUND", "The import is gone; its dataset was deleted meanwhile.");
  return found;
}
