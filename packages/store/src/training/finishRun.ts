import type { ClientBase, Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { finishJob } from "../job/endLease.ts";
import { alertSql, runDetailSql } from "../outbox/alertSql.ts";
import type { RunLease } from "./RunLease.ts";
import { JOB_KINDS } from "./trainJob.ts";

const DIVERGED_SQL = alertSql(`
  SELECT run.id AS run_id, run.project_id, 'RUN_DIVERGED'::alert_kind AS kind, concat_ws(':', 'DIVERGED', run.id, $2::bigint) AS event_key,
    jsonb_build_object('run', ${runDetailSql("run")}) AS detail
  FROM run WHERE id = $1`);

export type RunEnd = RunLease & {
  readonly status: "SUCCEEDED" | "FAILED" | "CANCELLED";
  /** A sentence for the person who launched it. */
  readonly failureReason?: string | null;
  /** It failed because its loss is no finite number any more. */
  readonly diverged?: boolean;
};

/** Ends the run. Throws `LeaseLostError` when it is no longer this trainer's. */
export async function finishRun(pool: Pool, end: RunEnd): Promise<void> {
  await inTransaction(pool, (client) => finishRunWithin(client, end));
}

/** As part of a transaction. */
export async function finishRunWithin(client: ClientBase, end: RunEnd): Promise<void> {
  await finishJob(client, JOB_KINDS, end);
  if (end.diverged) await client.query(DIVERGED_SQL, [end.runId, end.fencingToken]);
}
