import type { ClientBase } from "pg";
import {
  CHUNK_ENTRIES,
  decodeEntries,
  decodeEntryColumns,
  type Entry,
  type EntryColumns,
  encodeEntries,
  entriesOf,
  HIGHEST_LEVEL,
} from "./entry.ts";
import { entriesKept, type LevelTail } from "./growLevel.ts";
import type { SeriesChunk } from "./growSeries.ts";
import type { SeriesExtent } from "./readCover.ts";

/** Takes the lists of `chunkParameters` from `$first` on. */
export const upsertChunksSql = (first: number): string => `
INSERT INTO metric_chunk (series_id, level, first_index, first_step, last_step, count, payload)
SELECT series_id, level, first_index, first_step, last_step, count, substring($${first + 8}::bytea FROM at + 1 FOR bytes)
FROM unnest($${first}::uuid[], $${first + 1}::int[], $${first + 2}::int[], $${first + 3}::int[], $${first + 4}::int[],
    $${first + 5}::int[], $${first + 6}::int[], $${first + 7}::int[])
  AS made(series_id, level, first_index, first_step, last_step, count, at, bytes)
ON CONFLICT (series_id, level, first_index) DO UPDATE SET
  first_step = excluded.first_step, last_step = excluded.last_step, count = excluded.count, payload = excluded.payload`;

const RANGES_SQL = `
SELECT wanted.part::int - 1 AS part, chunk.first_index AS "firstIndex", chunk.payload
FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) WITH ORDINALITY AS wanted(series_id, level, from_index, to_index, part)
CROSS JOIN LATERAL (
  SELECT first_index, payload FROM metric_chunk
  WHERE series_id = wanted.series_id AND level = wanted.level AND first_index >= wanted.from_index AND first_index < wanted.to_index
) chunk
ORDER BY wanted.part, chunk.first_index`;

// The last chunk that begins before the step, found by halving: steps only ever grow, and an index over them would take 3 % of a noisy curve's bytes.
// Points logged from outside may share a step, over chunks too: the first of them lies in that chunk, or after it.
const AT_STEPS_SQL = `
WITH RECURSIVE search AS (
  SELECT place, series_id, step, 0 AS low, (count - 1) / ${CHUNK_ENTRIES} AS high
  FROM unnest($1::uuid[], $2::int[], $3::int[]) WITH ORDINALITY AS wanted(series_id, step, count, place)
  UNION ALL
  SELECT place, series_id, step, CASE WHEN first_step < step THEN middle ELSE low END, CASE WHEN first_step < step THEN high ELSE middle - 1 END
  FROM search CROSS JOIN LATERAL (SELECT (low + high + 1) / 2 AS middle) AS halved
  JOIN metric_chunk AS chunk USING (series_id)
  WHERE low < high AND chunk.level = 0 AND chunk.first_index = middle * ${CHUNK_ENTRIES}
)
SELECT place::int - 1 AS place, chunk.first_index AS "firstIndex", chunk.payload
FROM search JOIN metric_chunk AS chunk USING (series_id)
WHERE low = high AND chunk.level = 0 AND chunk.first_index = low * ${CHUNK_ENTRIES}`;

const UPPER_TAILS_SQL = `
SELECT wanted.id AS "seriesId", above.level, tail.first_index AS "firstIndex", tail.payload
FROM unnest($1::uuid[]) AS wanted(id) CROSS JOIN generate_series(1, ${HIGHEST_LEVEL}) AS above(level) CROSS JOIN LATERAL (
  SELECT first_index, payload FROM metric_chunk
  WHERE series_id = wanted.id AND level = above.level ORDER BY first_index DESC LIMIT 1
) tail`;

const DELETE_SQL = `
DELETE FROM metric_chunk USING unnest($2::int[], $3::int[]) AS kept(level, entries)
WHERE series_id = $1 AND metric_chunk.level = kept.level AND first_index >= kept.entries`;

interface ChunkRow {
  firstIndex: number;
  payload: Buffer;
}

export async function writeChunks(client: ClientBase, chunks: readonly SeriesChunk[]): Promise<void> {
  if (chunks.length === 0) return;
  await client.query(upsertChunksSql(1), chunkParameters(chunks));
}

/** The payloads go as one: the elements of a list would travel as hexadecimal text. */
export function chunkParameters(chunks: readonly SeriesChunk[]): unknown[] {
  const payloads = chunks.map((chunk) => encodeEntries(chunk.level, chunk.entries));
  let end = 0;
  const starts = payloads.map(({ length }) => {
    end += length;
    return end - length;
  });
  return [
    chunks.map((chunk) => chunk.seriesId),
    chunks.map((chunk) => chunk.level),
    chunks.map((chunk) => chunk.firstIndex),
    chunks.map((chunk) => chunk.entries[0]?.firstStep),
    chunks.map((chunk) => chunk.entries.at(-1)?.lastStep),
    chunks.map((chunk) => chunk.entries.length),
    starts,
    payloads.map(({ length }) => length),
    Buffer.concat(payloads),
  ];
}

/** Where a level goes on: its last chunk if that has room, else an empty one after it. */
export function tailOf(level: number, row: ChunkRow | undefined): LevelTail {
  if (!row) return { firstIndex: 0, entries: [] };
  const entries = decodeEntries(level, row.payload);
  return entries.length < CHUNK_ENTRIES
    ? { firstIndex: row.firstIndex, entries }
    : { firstIndex: row.firstIndex + CHUNK_ENTRIES, entries: [] };
}

/** Where the levels above the points go on, for each of the series; index is the level. */
export async function readUpperTails(
  client: ClientBase,
  seriesIds: readonly string[],
): Promise<Map<string, (LevelTail | undefined)[]>> {
  const { rows } = await client.query<ChunkRow & { seriesId: string; level: number }>(UPPER_TAILS_SQL, [seriesIds]);
  const tails = new Map(seriesIds.map((id): [string, (LevelTail | undefined)[]] => [id, []]));
  for (const row of rows) (tails.get(row.seriesId) ?? [])[row.level] = tailOf(row.level, row);
  return tails;
}

/** Entries fromIndex ≤ index < toIndex of one level of a series. */
export interface EntryRange {
  readonly seriesId: string;
  readonly level: number;
  readonly fromIndex: number;
  readonly toIndex: number;
}

/** Gives each range's chunks to `take`, in the ranges' order and each in its own, with the indices of the entries in the chunk that are of the range. */
export async function readRangeColumns(
  client: ClientBase,
  ranges: readonly EntryRange[],
  take: (part: number, columns: EntryColumns, fromIndex: number, toIndex: number) => void,
): Promise<void> {
  const { rows } = await client.query<ChunkRow & { part: number }>(RANGES_SQL, [
    ranges.map(({ seriesId }) => seriesId),
    ranges.map(({ level }) => level),
    ranges.map(({ fromIndex }) => fromIndex - (fromIndex % CHUNK_ENTRIES)),
    ranges.map(({ toIndex }) => toIndex),
  ]);
  for (const { part, firstIndex, payload } of rows) {
    const { level, fromIndex, toIndex } = ranges[part] as EntryRange;
    const columns = decodeEntryColumns(level, payload);
    take(part, columns, Math.max(0, fromIndex - firstIndex), Math.min(columns.lasts.length, toIndex - firstIndex));
  }
}

/** The entries of each range, in the ranges' order, by one statement. */
export async function readRanges(client: ClientBase, ranges: readonly EntryRange[]): Promise<Entry[][]> {
  const read = ranges.map((): Entry[] => []);
  await readRangeColumns(client, ranges, (part, columns, fromIndex, toIndex) =>
    read[part]?.push(...entriesOf(columns, fromIndex, toIndex)),
  );
  return read;
}

/** Entries fromIndex ≤ index < toIndex of a level. */
export async function readEntries(
  client: ClientBase,
  seriesId: string,
  level: number,
  fromIndex: number,
  toIndex: number,
): Promise<Entry[]> {
  if (fromIndex >= toIndex) return [];
  const [entries = []] = await readRanges(client, [{ seriesId, level, fromIndex, toIndex }]);
  return entries;
}

/** A step in a series of `count` points. */
export interface StepSearch {
  readonly series: Pick<SeriesExtent, "id" | "count">;
  readonly step: number;
}

/** For each series and step the index of the first point whose step is `step` or more; the number of points when there is none. */
export async function indicesOfSteps(client: ClientBase, wanted: readonly StepSearch[]): Promise<number[]> {
  if (wanted.length === 0) return [];
  const { rows } = await client.query<ChunkRow & { place: number }>(AT_STEPS_SQL, [
    wanted.map(({ series }) => series.id),
    wanted.map(({ step }) => step),
    wanted.map(({ series }) => series.count),
  ]);
  const indices = wanted.map(() => 0);
  for (const { place, firstIndex, payload } of rows) {
    const step = wanted[place]?.step ?? 0;
    const { lastSteps } = decodeEntryColumns(0, payload);
    const within = lastSteps.findIndex((lastStep) => lastStep >= step);
    indices[place] = firstIndex + (within === -1 ? lastSteps.length : within);
  }
  return indices;
}

/** Index of the first point whose step is `step` or more; the number of points when there is none. */
export async function indexOfStep(client: ClientBase, series: StepSearch["series"], step: number): Promise<number> {
  const [index = 0] = await indicesOfSteps(client, [{ series, step }]);
  return index;
}

/** Cuts a series, on every level, to its first `pointCount` points. */
export async function cutChunks(
  client: ClientBase,
  { id: seriesId, firstBucketPoints }: Pick<SeriesExtent, "id" | "firstBucketPoints">,
  pointCount: number,
): Promise<void> {
  const kept = entriesKept(pointCount, HIGHEST_LEVEL + 1, firstBucketPoints);
  await client.query(DELETE_SQL, [seriesId, kept.map((_, level) => level), kept]);
  const trimmed: SeriesChunk[] = [];
  for (const [level, entries] of kept.entries()) {
    const within = entries % CHUNK_ENTRIES;
    if (within === 0) continue;
    const firstIndex = entries - within;
    trimmed.push({
      seriesId,
      level,
      firstIndex,
      entries: await readEntries(client, seriesId, level, firstIndex, entries),
    });
  }
  await writeChunks(client, trimmed);
}
