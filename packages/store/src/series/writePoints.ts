import type { ClientBase } from "pg";
import {
  chunkParameters,
  cutChunks,
  indexOfStep,
  readEntries,
  readTails,
  type SeriesChunk,
  UPSERT_CHUNKS_SQL,
} from "./chunkRows.ts";
import { CHUNK_ENTRIES, type Entry, mergeEntries } from "./entry.ts";
import { growLevel } from "./growLevel.ts";
import {
  openSeries,
  type SeriesName,
  type SeriesWithTail,
  summarise,
  summaryParameters,
  updateSeriesSql,
} from "./seriesRows.ts";

/** Points of one series, sorted by step. */
export interface SeriesAddition extends SeriesName {
  readonly entries: readonly Entry[];
}

/**
 * What becomes of a point whose step is there already. "replace": it takes the stored one's place (a resumed run passes its steps again).
 * "keep": both stay, in the order they came (a program that always logs step 0).
 */
export type SameStep = "replace" | "keep";

// One statement for both: where single values are logged, what a call costs is how often it asks the database.
const WRITE_SQL = `WITH written AS (${UPSERT_CHUNKS_SQL}) ${updateSeriesSql(8)}`;

interface Growing {
  readonly id: string;
  readonly count: number;
  readonly whole: Entry | null;
  readonly tail: SeriesWithTail["tail"];
  readonly added: readonly Entry[];
}

/**
 * Writes points of any number of series within the caller's transaction, which holds the rows of their runs; a series may be named once, and
 * none may be empty. Points at a series' end, the usual case, rewrite its newest chunk only; an older step rewrites what comes after it.
 */
export async function writePoints(
  client: ClientBase,
  additions: readonly SeriesAddition[],
  sameStep: SameStep,
): Promise<void> {
  const opened = await openSeries(client, additions);
  const growing: Growing[] = [];
  for (const [index, { entries }] of additions.entries()) {
    growing.push(await placePoints(client, opened[index] as SeriesWithTail, entries, sameStep));
  }
  const chunks = await growPyramids(client, growing);
  const summaries = growing.map(({ id, count, whole, added }) => ({
    id,
    count: count + added.length,
    whole: mergeEntries(whole ? [whole, ...added] : added),
  }));
  await client.query(WRITE_SQL, [...chunkParameters(chunks), ...summaryParameters(summaries)]);
}

/** Where the points go: to the series' end, or, with all that comes after them, to where the series was cut before them. */
async function placePoints(
  client: ClientBase,
  series: SeriesWithTail,
  added: readonly Entry[],
  sameStep: SameStep,
): Promise<Growing> {
  const { id, count, tail, lastStep } = series;
  const first = added[0];
  if (!first) throw new Error(`writePoints: expected one point of ${series.name} at least, got none`);
  const isLater =
    lastStep === null || first.firstStep > lastStep || (sameStep === "keep" && first.firstStep === lastStep);
  if (isLater) return { id, count, tail, whole: wholeOf(series), added };
  const index = await indexOfStep(client, id, first.firstStep);
  const kept = index - (index % CHUNK_ENTRIES);
  const rest = await readEntries(client, id, 0, kept, count);
  await cutChunks(client, id, kept);
  return {
    id,
    count: kept,
    tail: { firstIndex: kept, entries: [] },
    whole: await summarise(client, id, kept),
    added: mergeBySteps(rest, added, sameStep),
  };
}

/** All points of a series as one entry, from its row. */
function wholeOf({ lastStep, lastValue, minValue, maxValue }: SeriesWithTail): Entry | null {
  if (lastStep === null || lastValue === null || minValue === null || maxValue === null) return null;
  return { firstStep: 0, lastStep, min: minValue, max: maxValue, last: lastValue };
}

/** The chunks to write, level by level for all series at once. */
async function growPyramids(client: ClientBase, growing: readonly Growing[]): Promise<SeriesChunk[]> {
  const chunks: SeriesChunk[] = [];
  let tails = new Map(growing.map(({ id, tail }) => [id, tail]));
  let additions = growing.map(({ id, added }) => ({ id, entries: added }));
  for (let level = 0; additions.length > 0; level++) {
    if (level > 0) {
      const ids = additions.map(({ id }) => id);
      tails = await readTails(client, ids, level);
    }
    const parents: { id: string; entries: readonly Entry[] }[] = [];
    for (const { id, entries } of additions) {
      const growth = growLevel(level, tails.get(id) ?? { firstIndex: 0, entries: [] }, entries);
      for (const chunk of growth.chunks) chunks.push({ ...chunk, seriesId: id });
      if (growth.parents.length > 0) parents.push({ id, entries: growth.parents });
    }
    additions = parents;
  }
  return chunks;
}

/** Two lists sorted by step as one. */
function mergeBySteps(stored: readonly Entry[], added: readonly Entry[], sameStep: SameStep): Entry[] {
  // The sort is stable: of equal steps the stored ones come first.
  if (sameStep === "keep") return [...stored, ...added].sort((a, b) => a.lastStep - b.lastStep);
  const byStep = new Map<number, Entry>();
  for (const entry of stored) byStep.set(entry.lastStep, entry);
  for (const entry of added) byStep.set(entry.lastStep, entry);
  return [...byStep.values()].sort((a, b) => a.lastStep - b.lastStep);
}
