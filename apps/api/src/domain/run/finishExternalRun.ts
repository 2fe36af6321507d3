import { endedRunsAlertSql, inTransaction, notify, type RunStatus } from "@maskyard/store";
import type { ClientBase } from "pg";
import type { Services } from "../../services.ts";

// Told once: a program may say its end several times.
const SQL = `
WITH held AS (
  SELECT id, status AS status_before FROM run WHERE id = $1 AND source = 'EXTERNAL' FOR UPDATE
), changed AS (
  UPDATE run SET
    status = $2::run_status,
    finished_at = CASE WHEN $2 = 'RUNNING' THEN NULL ELSE coalesce($3, clock_timestamp()) END,
    failure_reason = $4
  FROM held WHERE run.id = held.id
  RETURNING run.*, held.status_before
), ended AS (
  SELECT * FROM changed WHERE status <> status_before
), told AS (${endedRunsAlertSql("ended")}
)
SELECT 1 FROM changed`;

/** A run that a program of somebody's own writes runs or has ended; the queue is for what our trainers train. */
export type ExternalRunStatus = Exclude<RunStatus, "QUEUED">;

export interface ExternalRunChange {
  readonly runId: string;
  readonly status: ExternalRunStatus;
  readonly finishedAt?: Date | undefined;
  readonly failureReason?: string | null | undefined;
}

/** Sets the state of an external run as its program says it; it may also go on after its end. */
export async function finishExternalRun({ pool }: Pick<Services, "pool">, change: ExternalRunChange): Promise<void> {
  await inTransaction(pool, async (client) => {
    await finishWith(client, change);
    await notify(client, "run_event", { runId: change.runId, kind: "STATUS" });
  });
}

/** {@link finishExternalRun} within the caller's transaction, which tells of it. */
export async function finishWith(client: ClientBase, change: ExternalRunChange): Promise<void> {
  await client.query(SQL, [
    change.runId,
    change.status,
    change.finishedAt ?? null,
    change.status === "FAILED" ? (change.failureReason ?? null) : null,
  ]);
}
