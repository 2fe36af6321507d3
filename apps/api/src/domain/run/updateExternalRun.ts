import { inTransaction, notify } from "@maskyard/store";
import type { Services } from "../../services.ts";
import { type ExternalRunChange, type ExternalRunStatus, finishWith } from "./finishExternalRun.ts";
import { writeRemarks } from "./writeRemarks.ts";

export interface ExternalRunUpdate extends Omit<ExternalRunChange, "status"> {
  readonly status?: ExternalRunStatus | undefined;
  readonly name?: string | undefined;
}

/** Another name, another state as its program says it, or both at once; what is absent stays. */
export async function updateExternalRun(
  { pool }: Pick<Services, "pool">,
  { runId, name, status, finishedAt, failureReason }: ExternalRunUpdate,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    if (name !== undefined) await writeRemarks(client, [runId], { name });
    if (status !== undefined) await finishWith(client, { runId, status, finishedAt, failureReason });
    await notify(client, "run_event", { runId, kind: "STATUS" });
  });
}
