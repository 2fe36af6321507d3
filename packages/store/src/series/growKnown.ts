import type { Pool } from "pg";
import { chunkParameters, upsertChunksSql } from "./chunkRows.ts";
import type { GatheredBatches } from "./gatherBatches.ts";
import { goesAtEnd, growSeries, type SeriesGrowth } from "./growSeries.ts";
import type { KnownSeries } from "./KnownSeries.ts";
import type { LoggedBatch } from "./logBatches.ts";
import { summaryParameters, updateSeriesSql } from "./seriesRows.ts";
import type { SeriesAddition } from "./writePoints.ts";

/** Of a row of api_token. */
export const GOOD_TOKEN_SQL = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())";

/** Takes runs and the furthest step logged of each from `$first` on. */
export const raiseStepsSql = (first: number): string => `
UPDATE run SET step = greatest(run.step, logged.step)
FROM unnest($${first}::uuid[], $${first + 1}::int[]) AS logged(id, step) WHERE run.id = logged.id`;

/**
 * All of a transaction in one statement, which is all or nothing: what a call costs is above all how often it asks the database. Every batch must be
 * admitted and new, and every series must still have as many points as it had when its chunks were made here (they only ever get more), else the
 * division by zero undoes it. A series' row that somebody else has changed meanwhile is compared as it is by then, not as it was when the statement began.
 */
const GROW = {
  name: "grow known series",
  text: `
WITH open AS MATERIALIZED (
  SELECT id, project_id FROM run WHERE id = ANY($1::uuid[]) AND source = 'EXTERNAL' ORDER BY id FOR UPDATE
), admitted AS MATERIALIZED (
  SELECT run_id, key FROM unnest($1::uuid[], $2::text[], $3::text[], $24::text[]) AS batch(run_id, user_id, key, token_sha256)
  JOIN open ON open.id = run_id JOIN project_member USING (project_id, user_id)
  WHERE role <> 'VIEWER' AND (token_sha256 IS NULL OR EXISTS (
    SELECT FROM api_token WHERE sha256 = token_sha256 AND api_token.user_id = batch.user_id AND ${GOOD_TOKEN_SQL}
  ))
), fresh AS (
  INSERT INTO logged_batch (run_id, key) SELECT run_id, key FROM admitted ON CONFLICT DO NOTHING RETURNING 1
), grown AS (
  ${updateSeriesSql(4)} AND (metric_series.id, metric_series.count) IN (SELECT * FROM unnest($4::uuid[], $11::int[]))
    AND (SELECT count(*) FROM fresh) = cardinality($3)
  RETURNING 1
), written AS (
  ${upsertChunksSql(12)}
), reached AS (
  ${raiseStepsSql(21)}
)
SELECT pg_notify('run_event', payload) FROM unnest($23::text[]) AS payload
WHERE 1 / (CASE WHEN (SELECT count(*) FROM grown) = cardinality($4) THEN 1 ELSE 0 END) = 1`,
};
const DIVISION_BY_ZERO = "22012";

/** Writes batches whose series are all known and grow at their ends; false, with nothing written, where anything is otherwise than this process knew. */
export async function growKnown(
  pool: Pool,
  known: KnownSeries,
  batches: readonly LoggedBatch[],
  { additions, runs }: GatheredBatches,
): Promise<boolean> {
  if (additions.length === 0) return false;
  const growths: SeriesGrowth[] = [];
  for (const addition of additions) {
    const state = known.get(addition);
    const first = addition.entries[0];
    if (!state || !first || !goesAtEnd(state, first.firstStep, "keep")) return false;
    const growth = growSeries(state, addition.entries);
    if (!growth) return false;
    growths.push(growth);
  }
  try {
    await pool.query(GROW, [
      batches.map(({ runId }) => runId),
      batches.map(({ userId }) => userId),
      batches.map(({ key }) => key),
      ...summaryParameters(growths.map(({ state }) => state)),
      growths.map(({ state }, index) => state.count - (additions[index] as SeriesAddition).entries.length),
      ...chunkParameters(growths.flatMap(({ chunks }) => chunks)),
      runs.map(({ id }) => id),
      runs.map(({ step }) => step),
      runs.map(({ notification }) => notification),
      batches.map(({ tokenSha256 }) => tokenSha256 ?? null),
    ]);
  } catch (error) {
    for (const addition of additions) known.forget(addition);
    if ((error as { code?: unknown }).code === DIVISION_BY_ZERO) return false;
    throw error;
  }
  for (const [index, addition] of additions.entries()) known.remember(addition, (growths[index] as SeriesGrowth).state);
  return true;
}
