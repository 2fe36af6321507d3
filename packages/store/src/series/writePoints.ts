import type { ClientBase } from "pg";
import { chunkParameters, cutChunks, indexOfStep, readEntries, readUpperTails, upsertChunksSql } from "./chunkRows.ts";
import { CHUNK_ENTRIES, type Entry } from "./entry.ts";
import { goesAtEnd, growSeries, type SeriesGrowth, type SeriesState } from "./growSeries.ts";
import { recordLatePoints } from "./seriesChanges.ts";
import { openSeries, type SeriesName, summarise, summaryParameters, updateSeriesSql } from "./seriesRows.ts";

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
const WRITE_SQL = `WITH written AS (${upsertChunksSql(1)}) ${updateSeriesSql(10)}`;

interface Growing {
  readonly state: SeriesState;
  readonly added: readonly Entry[];
}

/**
 * Writes points of any number of series within the caller's transaction, which holds the rows of their runs; a series may be named once, and
 * none may be empty. Points at a series' end, the usual case, rewrite its newest chunk only; an older step rewrites what comes after it.
 * Returns the series as they are then, parallel to `additions`.
 */
export async function writePoints(
  client: ClientBase,
  additions: readonly SeriesAddition[],
  sameStep: SameStep,
): Promise<SeriesState[]> {
  const opened = await openSeries(client, additions);
  const growing: Growing[] = [];
  for (const [index, addition] of additions.entries()) {
    if (addition.entries.length === 0) {
      throw new Error(`writePoints: expected one point of ${addition.name} at least, got none`);
    }
    growing.push(await placePoints(client, opened[index] as SeriesState, addition, sameStep));
  }
  const growths = await growAll(client, growing);
  const states = growths.map(({ state }) => state);
  const chunks = growths.flatMap((growth) => growth.chunks);
  await client.query(WRITE_SQL, [...chunkParameters(chunks), ...summaryParameters(states)]);
  return states;
}

/** Where the points go: to the series' end, or, with all that comes after them, to where the series was cut before them. */
async function placePoints(
  client: ClientBase,
  state: SeriesState,
  addition: SeriesAddition,
  sameStep: SameStep,
): Promise<Growing> {
  const { id, count } = state;
  const { entries: added } = addition;
  const { firstStep } = added[0] as Entry;
  if (goesAtEnd(state, firstStep, sameStep)) return { state, added };
  const index = await indexOfStep(client, state, firstStep);
  const kept = index - (index % CHUNK_ENTRIES);
  const rest = await readEntries(client, id, 0, kept, count);
  await recordLatePoints(client, addition, lateSteps(rest, added, sameStep));
  await cutChunks(client, state, kept);
  return {
    state: { ...state, count: kept, whole: await summarise(client, { ...state, count: kept }), tails: [] },
    added: mergeBySteps(rest, added, sameStep),
  };
}

/** Which of the added points do not go after all stored ones. */
function lateSteps(stored: readonly Entry[], added: readonly Entry[], sameStep: SameStep) {
  const end = stored.at(-1)?.lastStep ?? -1;
  const late = added
    .map(({ lastStep }) => lastStep)
    .filter((step) => step < end || (sameStep === "replace" && step === end));
  if (sameStep === "keep") return { addedSteps: late, replacedSteps: [] };
  const there = new Set(stored.map(({ lastStep }) => lastStep));
  return {
    addedSteps: late.filter((step) => !there.has(step)),
    replacedSteps: late.filter((step) => there.has(step)),
  };
}

/** The levels above the points are read for those series alone that reach them: one append in 256. */
async function growAll(client: ClientBase, growing: readonly Growing[]): Promise<SeriesGrowth[]> {
  const growths = growing.map(({ state, added }) => growSeries(state, added));
  const reaching = growing.filter((_, index) => growths[index] === null).map(({ state }) => state.id);
  if (reaching.length === 0) return growths as SeriesGrowth[];
  const upper = await readUpperTails(client, reaching);
  return growing.map(({ state, added }, index) => {
    const tails = [state.tails[0], ...(upper.get(state.id) ?? []).slice(1)];
    const growth = growths[index] ?? growSeries({ ...state, tails }, added);
    if (!growth) throw new Error(`writePoints: expected the newest chunk of every level of series ${state.id}`);
    return growth;
  });
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
