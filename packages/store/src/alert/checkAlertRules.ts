import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { readEntries } from "../series/chunkRows.ts";
import { readSeriesRows } from "../series/seriesRows.ts";
import { alertSql, runDetailSql } from "./alertSql.ts";
import { compareInARow, type RuleCondition } from "./compareInARow.ts";

/** Every project has this rule for series of these names. */
const LOSS_SERIES = ["loss", "train_loss", "train/loss", "training_loss"];
/** Values read at a time. */
const MOST_POINTS = 20_000;
/** Runs that have ended are looked at for so long: what they logged last is in by then. */
const LOOK_AFTER_END_SECONDS = 3_600;

interface DueRule extends RuleCondition {
  readonly runId: string;
  readonly ruleKey: string;
  readonly series: string;
}

// A rule is held against runs that go on, or ended after it was there: it does not dig up the past.
const DUE_SQL = `
WITH listening AS (
  SELECT project_id, min(created_at) AS since FROM webhook
  WHERE deleted_at IS NULL AND disabled_at IS NULL AND 'RUN_DIVERGED' = ANY(events) GROUP BY project_id
), rule AS (
  SELECT project_id, id::text AS key, series, comparison, value, points, created_at FROM alert_rule
  UNION ALL
  SELECT project_id, 'not-finite:' || series, series, 'NOT_FINITE', NULL, 1, since
  FROM listening CROSS JOIN unnest($1::text[]) AS series
)
SELECT run.id AS "runId", rule.key AS "ruleKey", rule.series, rule.comparison, rule.value, rule.points
FROM listening
JOIN rule ON rule.project_id = listening.project_id
JOIN run ON run.project_id = rule.project_id AND (
  run.status = 'RUNNING' OR run.finished_at > greatest(rule.created_at, clock_timestamp() - make_interval(secs => $2)))
JOIN metric_series ON metric_series.run_id = run.id AND metric_series.name = rule.series
LEFT JOIN alert_rule_state AS state ON state.run_id = run.id AND state.rule_key = rule.key
WHERE metric_series.count <> coalesce(state.evaluated_count, 0)`;

const STATE_SQL = `
INSERT INTO alert_rule_state (run_id, rule_key) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const LOCK_SQL = `
SELECT evaluated_count AS "evaluatedCount", in_a_row AS "inARow" FROM alert_rule_state
WHERE run_id = $1 AND rule_key = $2 FOR UPDATE SKIP LOCKED`;
const SAVE_SQL = "UPDATE alert_rule_state SET evaluated_count = $3, in_a_row = $4 WHERE run_id = $1 AND rule_key = $2";

const ALERT_SQL = alertSql(`
  SELECT run.id AS run_id, run.project_id, 'RUN_DIVERGED'::alert_kind AS kind, $2::text AS event_key,
    jsonb_build_object('run', ${runDetailSql("run")}, 'rule', $3::jsonb) AS detail
  FROM run WHERE run.id = $1`);

/**
 * Holds what was logged since the last time against the rules of its projects, and writes an alert where one came true, with how far it was
 * looked at in one transaction: of two processes that look at once one does it. Returns how many came true.
 */
export async function checkAlertRules(pool: Pool): Promise<number> {
  const { rows } = await pool.query<DueRule>(DUE_SQL, [LOSS_SERIES, LOOK_AFTER_END_SECONDS]);
  let cameTrue = 0;
  for (const rule of rows) cameTrue += await inTransaction(pool, (client) => checkRule(client, rule));
  return cameTrue;
}

async function checkRule(client: PoolClient, rule: DueRule): Promise<number> {
  const { runId, ruleKey } = rule;
  await client.query(STATE_SQL, [runId, ruleKey]);
  const { rows } = await client.query<{ evaluatedCount: number; inARow: number }>(LOCK_SQL, [runId, ruleKey]);
  const state = rows[0];
  const [series] = await readSeriesRows(client, runId, [rule.series]);
  if (state === undefined || series === undefined) return 0;
  let { evaluatedCount, inARow } = state;
  if (series.count < evaluatedCount) {
    // A resumed run takes back the points after its checkpoint; those it makes anew are counted anew.
    evaluatedCount = series.count;
    inARow = 0;
  }
  let cameTrue = 0;
  while (evaluatedCount < series.count) {
    const end = Math.min(series.count, evaluatedCount + MOST_POINTS);
    const entries = await readEntries(client, series.id, 0, evaluatedCount, end);
    const compared = compareInARow(
      rule,
      inARow,
      entries.map((entry) => entry.last),
    );
    inARow = compared.inARow;
    for (const place of compared.cameTrueAt) {
      const entry = entries[place] as (typeof entries)[number];
      const { series: name, comparison, value, points } = rule;
      const told = { series: name, comparison, value, points, step: entry.lastStep, reached: String(entry.last) };
      const key = `RULE:${runId}:${ruleKey}:${evaluatedCount + place}`;
      await client.query(ALERT_SQL, [runId, key, JSON.stringify(told)]);
      cameTrue += 1;
    }
    evaluatedCount = end;
  }
  await client.query(SAVE_SQL, [runId, ruleKey, evaluatedCount, inARow]);
  return cameTrue;
}
