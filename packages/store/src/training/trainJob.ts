import type { ClientBase } from "pg";
import type { JobKind, JobMove } from "../job/JobKind.ts";
import type { JobStatus } from "../job/transition.ts";
import { alertSql, endedRunsAlertSql, runDetailSql } from "../outbox/alertSql.ts";

/** A run that is trained here has the status of its job; a program says that of its own. */
export type RunStatus = JobStatus;

// A lost lease says how far the run had come. In the order of ids, as every write of several runs: two of them do not wait for each other.
const SETTLE_SQL = `
WITH move AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS move("jobId" uuid, event text, "to" run_status, "fencingToken" bigint, reason text,
    "lostTrainerId" uuid)
), held AS (
  SELECT run.id, move.* FROM move JOIN run ON run.job_id = move."jobId" ORDER BY run.id FOR NO KEY UPDATE OF run
), changed AS (
  UPDATE run SET
    status = held."to",
    started_at = CASE WHEN held."to" = 'RUNNING' THEN coalesce(started_at, clock_timestamp()) ELSE started_at END,
    finished_at = CASE WHEN held."to" NOT IN ('QUEUED', 'RUNNING') THEN clock_timestamp() END,
    failure_reason = CASE WHEN event = 'expire' AND reason IS NOT NULL
      THEN format('%s; the last attempt reached step %s.', rtrim(reason, '.'), step) ELSE reason END
  FROM held WHERE run.id = held.id
  RETURNING run.*, held.event, held."fencingToken" AS fencing_token, held."lostTrainerId" AS lost_trainer_id
), told_end AS (${endedRunsAlertSql("changed")}
), told_loss AS (${alertSql(`
  SELECT changed.id AS run_id, project_id, 'TRAINER_LOST'::alert_kind AS kind, concat_ws(':', 'LOST', changed.id, fencing_token) AS event_key,
    jsonb_build_object('run', ${runDetailSql("changed")}, 'trainer', jsonb_build_object('name', trainer.name, 'host', trainer.host)) AS detail
  FROM changed LEFT JOIN trainer ON trainer.id = lost_trainer_id WHERE event = 'expire'`)}
)
SELECT pg_notify('run_event', json_build_object('runId', id, 'kind', 'STATUS')::text) FROM changed`;

/**
 * Training: what is to be done and what comes of it is a row of `run`, which has its job's status, when it began and ended, and why it failed. Webhooks
 * hear of ends and of lost trainers.
 */
export const trainJob: JobKind = {
  name: "TRAIN",
  async settle(client: ClientBase, moves: readonly JobMove[]): Promise<void> {
    const { rowCount } = await client.query(SETTLE_SQL, [JSON.stringify(moves)]);
    if (rowCount !== moves.length) {
      throw new Error(`trainJob: expected a run of each of ${moves.map(({ jobId }) => jobId)}, found ${rowCount}`);
    }
  },
};

/** All kinds of work that there are. */
export const JOB_KINDS: readonly JobKind[] = [trainJob];
