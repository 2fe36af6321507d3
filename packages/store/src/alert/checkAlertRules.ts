import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { alertSql, runDetailSql } from "../outbox/alertSql.ts";
import { indicesOfSteps, readEntries } from "../series/chunkRows.ts";
import { LARGEST_STEP } from "../series/pointRules.ts";
import { readSeriesChanges } from "../series/seriesChanges.ts";
import { readSeriesRows, type SeriesRow } from "../series/seriesRows.ts";
import { compareInARow, type RuleCondition } from "./compareInARow.ts";
import { type LateMatch, LateStreaks } from "./LateStreaks.ts";
import { type ChangedProgress, progressAfter, type RuleProgress } from "./ruleProgress.ts";

/** Every project has this rule for series of these names. */
const LOSS_SERIES = ["loss", "train_loss", "train/loss", "training_loss"];
const SERIALIZATION_FAILURE = "40001";
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
WHERE metric_series.count <> coalesce(state.evaluated_count, 0) OR EXISTS (
  SELECT 1 FROM series_change WHERE run_id = run.id AND series_change.series = rule.series AND series_change.id > state.change_id)`;

// Waits for whoever writes points of the run, and is committed before the series is read: what is late from then on is written down.
const STATE_SQL = `
INSERT INTO alert_rule_state (run_id, rule_key) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const LOCK_SQL = `
SELECT evaluated_count AS "evaluatedCount", in_a_row AS "inARow", last_step AS "lastStep", change_id::float8 AS "changeId" FROM alert_rule_state
WHERE run_id = $1 AND rule_key = $2 FOR UPDATE SKIP LOCKED`;
const SAVE_SQL = `
UPDATE alert_rule_state SET evaluated_count = $3, in_a_row = $4, last_step = $5, change_id = $6 WHERE run_id = $1 AND rule_key = $2`;

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
  for (const rule of rows) {
    await pool.query(STATE_SQL, [rule.runId, rule.ruleKey]);
    cameTrue += await inTransaction(pool, (client) => checkRule(client, rule), { snapshot: true }).catch(unlessAnother);
  }
  return cameTrue;
}

/** Another process has looked meanwhile, and seen what there was. */
function unlessAnother(error: unknown): number {
  if ((error as { code?: unknown }).code === SERIALIZATION_FAILURE) return 0;
  throw error;
}

/**
 * Looks at what a rule has not looked at yet: points that came late, before the end of what it knows, and those after it. All of it in one state of
 * the database, so that a point that is written meanwhile is a later one.
 */
async function checkRule(client: PoolClient, rule: DueRule): Promise<number> {
  const { runId, ruleKey } = rule;
  const { rows } = await client.query<RuleProgress & { changeId: number }>(LOCK_SQL, [runId, ruleKey]);
  const state = rows[0];
  const [series] = await readSeriesRows(client, runId, [rule.series]);
  if (state === undefined || series === undefined) return 0;
  const changes = await readSeriesChanges(client, { runId, name: rule.series }, state.changeId);
  const progress = progressAfter(await withLastStep(client, series, state), changes);
  const late = await lateMatches(client, series, rule, progress);
  const changeId = changes.at(-1)?.id ?? state.changeId;
  for (const match of late.matches) await writeAlert(client, rule, `late ${changeId}:${match.index}`, match);
  const atEnd = await matchesAtEnd(client, series, rule, { ...progress, inARow: late.inARow });
  for (const match of atEnd.matches) await writeAlert(client, rule, String(match.index), match);
  await client.query(SAVE_SQL, [runId, ruleKey, series.count, atEnd.inARow, series.lastStep, changeId]);
  return late.matches.length + atEnd.matches.length;
}

/** Rows of before steps were kept there do not say it. */
async function withLastStep(client: PoolClient, series: SeriesRow, state: RuleProgress): Promise<RuleProgress> {
  if (state.evaluatedCount === 0 || state.lastStep !== null) return state;
  const [last] = await readEntries(client, series.id, 0, state.evaluatedCount - 1, state.evaluatedCount);
  return { ...state, lastStep: last?.lastStep ?? series.lastStep };
}

interface Matches {
  readonly matches: readonly LateMatch[];
  readonly inARow: number;
}

async function lateMatches(
  client: PoolClient,
  series: SeriesRow,
  rule: DueRule,
  { evaluatedCount, inARow, late }: ChangedProgress,
): Promise<Matches> {
  if (late.size === 0) return { matches: [], inARow };
  const steps = [...late.keys()];
  const first = steps.reduce((least, step) => Math.min(least, step));
  const last = steps.reduce((greatest, step) => Math.max(greatest, step));
  const [start = 0, end = 0] = await indicesOfSteps(client, [
    { series, step: first },
    { series, step: Math.min(last + 1, LARGEST_STEP) },
  ]);
  // With as many points on either side as make the rule true: whether a row goes on beyond them is the same to it.
  const fromIndex = Math.max(0, start - rule.points);
  const toIndex = Math.min(evaluatedCount, end + rule.points);
  const streaks = new LateStreaks(rule, late, fromIndex);
  for (let index = fromIndex; index < toIndex; index += MOST_POINTS) {
    streaks.add(await readEntries(client, series.id, 0, index, Math.min(toIndex, index + MOST_POINTS)));
  }
  const { matches, length } = streaks.finish();
  return { matches, inARow: toIndex < evaluatedCount ? inARow : length };
}

async function matchesAtEnd(
  client: PoolClient,
  series: SeriesRow,
  rule: DueRule,
  progress: RuleProgress,
): Promise<Matches> {
  let { inARow } = progress;
  const matches: LateMatch[] = [];
  for (let index = progress.evaluatedCount; index < series.count; index += MOST_POINTS) {
    const entries = await readEntries(client, series.id, 0, index, Math.min(series.count, index + MOST_POINTS));
    const values = entries.map((entry) => entry.last);
    const compared = compareInARow(rule, inARow, values);
    inARow = compared.inARow;
    for (const place of compared.cameTrueAt) {
      const { lastStep: step, last: value } = entries[place] as (typeof entries)[number];
      matches.push({ index: index + place, step, value });
    }
  }
  return { matches, inARow };
}

async function writeAlert(client: PoolClient, rule: DueRule, key: string, match: LateMatch): Promise<void> {
  const { runId, ruleKey, series, comparison, value, points } = rule;
  const told = { series, comparison, value, points, step: match.step, reached: String(match.value) };
  await client.query(ALERT_SQL, [runId, `RULE:${runId}:${ruleKey}:${key}`, JSON.stringify(told)]);
}
