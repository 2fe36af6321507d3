import { notify, type RunStatus } from "@maskyard/store";
import type { Services } from "../services.ts";

const SQL = `
UPDATE run SET
  status = $2::run_status,
  finished_at = CASE WHEN $2 IN ('QUEUED', 'RUNNING') THEN NULL ELSE coalesce($3, clock_timestamp()) END,
  failure_reason = $4
WHERE id = $1 AND source = 'EXTERNAL'`;

/** Sets the state of an external run as its program says it; it may also go on after its end. */
export async function finishExternalRun(
  services: Services,
  change: {
    readonly runId: string;
    readonly status: RunStatus;
    readonly finishedAt?: Date | undefined;
    readonly failureReason?: string | null | undefined;
  },
): Promise<void> {
  await services.pool.query(SQL, [
    change.runId,
    change.status,
    change.finishedAt ?? null,
    change.status === "FAILED" ? (change.failureReason ?? null) : null,
  ]);
  await notify(services.pool, "run_event", { runId: change.runId, kind: "STATUS" });
}
