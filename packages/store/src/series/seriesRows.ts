import type { ClientBase } from "pg";
import { newId } from "../database/newId.ts";
import { tailOf } from "./chunkRows.ts";
import { type Entry, mergeEntries } from "./entry.ts";
import type { LevelTail } from "./growLevel.ts";
import type { SeriesState } from "./growSeries.ts";
import { levelFor, readCover, type SeriesExtent } from "./readCover.ts";

/** Buckets of 16 took an eighth of all bytes of a noisy curve; with those of 64 a read decodes up to 64 points for one that it shows. */
const FIRST_BUCKET_POINTS = 64;

/** A series' row. `lastStep` and the values are null while it has no point. */
export interface SeriesRow {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  /** In a bucket of level 1. */
  readonly firstBucketPoints: number;
  readonly lastStep: number | null;
  readonly lastValue: number | null;
  readonly minValue: number | null;
  readonly maxValue: number | null;
}

const COLUMNS = `metric_series.id, name, metric_series.count, first_bucket_points AS "firstBucketPoints", metric_series.last_step AS "lastStep", last_value AS "lastValue",
  min_value AS "minValue", max_value AS "maxValue"`;

const SELECT_SQL = `
SELECT ${COLUMNS} FROM metric_series WHERE run_id = $1 AND ($2::text[] IS NULL OR name = ANY($2)) ORDER BY name`;

const OF_RUNS_SQL = `
SELECT ${COLUMNS}, run_id AS "runId" FROM metric_series
WHERE run_id = ANY($1::uuid[]) AND ($2::text[] IS NULL OR name = ANY($2)) ORDER BY name`;

const WITH_TAILS_SQL = `
SELECT ${COLUMNS}, run_id AS "runId", tail.first_index AS "firstIndex", tail.payload
FROM unnest($1::uuid[], $2::text[]) AS wanted(run_id, name)
JOIN metric_series USING (run_id, name)
LEFT JOIN LATERAL (
  SELECT first_index, payload FROM metric_chunk
  WHERE series_id = metric_series.id AND level = 0 ORDER BY first_index DESC LIMIT 1
) tail ON true`;

const INSERT_SQL = `
INSERT INTO metric_series (id, run_id, name, first_bucket_points)
SELECT *, ${FIRST_BUCKET_POINTS} FROM unnest($1::uuid[], $2::uuid[], $3::text[])`;

/** Takes the lists of `summaryParameters` from `$first` on. */
export const updateSeriesSql = (first: number): string => `
UPDATE metric_series SET count = made.count, last_step = made.last_step, last_value = made.last_value,
  min_value = made.min_value, max_value = made.max_value, last_at = to_timestamp(made.last_at_ms / 1000)
FROM unnest($${first}::uuid[], $${first + 1}::int[], $${first + 2}::int[], $${first + 3}::float8[], $${first + 4}::float8[],
    $${first + 5}::float8[], $${first + 6}::float8[])
  AS made(id, count, last_step, last_value, min_value, max_value, last_at_ms)
WHERE metric_series.id = made.id`;

/** The series of a run, by name; all of them when `names` is absent. */
export async function readSeriesRows(
  client: ClientBase,
  runId: string,
  names?: readonly string[],
): Promise<SeriesRow[]> {
  const { rows } = await client.query<SeriesRow>(SELECT_SQL, [runId, names ?? null]);
  return rows;
}

/** The same of several runs. */
export async function readSeriesRowsOfRuns(
  client: ClientBase,
  runIds: readonly string[],
  names?: readonly string[],
): Promise<(SeriesRow & { readonly runId: string })[]> {
  const { rows } = await client.query<SeriesRow & { runId: string }>(OF_RUNS_SQL, [runIds, names ?? null]);
  return rows;
}

/** Which series of which run. */
export interface SeriesName {
  readonly runId: string;
  readonly name: string;
}

/**
 * The named series with the chunk their points go to, in the order named; rows are made for those that have none. The runs' rows must be
 * locked, and no series named twice.
 */
export async function openSeries(client: ClientBase, named: readonly SeriesName[]): Promise<SeriesState[]> {
  const { rows } = await client.query<SeriesRow & { runId: string; firstIndex: number | null; payload: Buffer | null }>(
    WITH_TAILS_SQL,
    [named.map(({ runId }) => runId), named.map(({ name }) => name)],
  );
  const found = new Map<string, SeriesState>();
  for (const { runId, firstIndex, payload, ...row } of rows) {
    const tail = tailOf(0, firstIndex !== null && payload ? { firstIndex, payload } : undefined);
    found.set(keyOf({ runId, name: row.name }), stateOf(row, tail));
  }
  const missing = named.filter((one) => !found.has(keyOf(one))).map((one) => ({ ...one, id: newId() }));
  if (missing.length > 0) {
    await client.query(INSERT_SQL, [
      missing.map(({ id }) => id),
      missing.map(({ runId }) => runId),
      missing.map(({ name }) => name),
    ]);
    for (const { id, name, runId } of missing)
      found.set(keyOf({ runId, name }), {
        id,
        count: 0,
        firstBucketPoints: FIRST_BUCKET_POINTS,
        whole: null,
        tails: [],
      });
  }
  return named.map((one) => found.get(keyOf(one)) as SeriesState);
}

function keyOf({ runId, name }: SeriesName): string {
  return `${runId} ${name}`;
}

function stateOf(row: SeriesRow, tail: LevelTail): SeriesState {
  const { id, count, firstBucketPoints } = row;
  return { id, count, firstBucketPoints, whole: wholeOf(row), tails: [tail] };
}

/** All points of a series as one entry, from its row. */
function wholeOf({ lastStep, lastValue, minValue, maxValue }: SeriesRow): Entry | null {
  if (lastStep === null || lastValue === null || minValue === null || maxValue === null) return null;
  return { firstStep: 0, lastStep, min: minValue, max: maxValue, last: lastValue };
}

/** What a series' row says of its points: how many, and all of them as one entry. */
export interface SeriesSummary {
  readonly id: string;
  readonly count: number;
  readonly whole: Entry;
}

export async function updateSeriesRows(client: ClientBase, summaries: readonly SeriesSummary[]): Promise<void> {
  await client.query(updateSeriesSql(1), summaryParameters(summaries));
}

export function summaryParameters(summaries: readonly SeriesSummary[]): unknown[] {
  return [
    summaries.map((summary) => summary.id),
    summaries.map((summary) => summary.count),
    summaries.map((summary) => summary.whole.lastStep),
    summaries.map((summary) => float8Text(summary.whole.last)),
    summaries.map((summary) => float8Text(summary.whole.min)),
    summaries.map((summary) => float8Text(summary.whole.max)),
    summaries.map((summary) => summary.whole.atMs ?? null),
  ];
}

/** The client would write a number as String() does, which loses the sign of zero. */
function float8Text(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

export async function deleteSeriesRows(client: ClientBase, ids: readonly string[]): Promise<void> {
  await client.query("DELETE FROM metric_series WHERE id = ANY($1::uuid[])", [ids]);
}

/** All points of a series as one entry, read from its coarsest buckets; null when it has none. */
export async function summarise(client: ClientBase, series: SeriesExtent): Promise<Entry | null> {
  const { count, firstBucketPoints } = series;
  if (count === 0) return null;
  return mergeEntries(await readCover(client, series, levelFor(count, 1, firstBucketPoints), 0, count));
}
