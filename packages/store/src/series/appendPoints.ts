import type { ClientBase, Pool } from "pg";
import type { RunLease } from "../lease/RunLease.ts";
import { underLease } from "../lease/underLease.ts";
import { notify } from "../notify/channels.ts";
import { cutChunks, indexOfStep, readEntries, readTail, type SeriesChunk, writeChunks } from "./chunkRows.ts";
import { CHUNK_ENTRIES, type Entry, mergeEntries, pointEntry } from "./entry.ts";
import { growLevel } from "./growLevel.ts";
import { openSeries, type SeriesSummary, type SeriesWithTail, summarise, updateSeriesRows } from "./seriesRows.ts";

export interface PointInput {
  readonly series: string;
  /** A whole number from 0 to 2^31 - 1. */
  readonly step: number;
  /** Any number: NaN and infinities are kept as they are. */
  readonly value: number;
}

/** A notification holds at most 8,000 bytes; more names than this are not listed. */
const MOST_NAMES_LISTED = 50;
const LARGEST_STEP = 2 ** 31 - 1;

/**
 * Writes points of any series of the run. A step that is there already gets the new value; of equal steps in one call the later one counts.
 * Points at a series' end, the usual case, rewrite its newest chunk only; an older step rewrites what comes after it. Throws `LeaseLostError`.
 */
export async function appendPoints(
  pool: Pool,
  options: RunLease & { readonly points: readonly PointInput[] },
): Promise<void> {
  if (options.points.length === 0) return;
  const bySeries = groupBySeries(options.points);
  await underLease(pool, options, async (client) => {
    const opened = await openSeries(client, options.runId, [...bySeries.keys()]);
    const chunks: SeriesChunk[] = [];
    const summaries: SeriesSummary[] = [];
    for (const [name, entries] of bySeries) {
      const series = opened.get(name);
      if (!series) throw new Error(`appendPoints: expected an open series ${name}, got none`);
      const grown = await appendToSeries(client, series, entries);
      chunks.push(...grown.chunks);
      summaries.push(grown.summary);
    }
    await writeChunks(client, chunks);
    await updateSeriesRows(client, summaries);
    const steps = options.points.map((point) => point.step);
    await notify(client, "run_event", {
      runId: options.runId,
      kind: "METRICS",
      fromStep: steps.reduce((least, step) => Math.min(least, step)),
      step: steps.reduce((greatest, step) => Math.max(greatest, step)),
      ...(bySeries.size <= MOST_NAMES_LISTED ? { series: [...bySeries.keys()] } : {}),
    });
  });
}

interface Grown {
  readonly chunks: readonly SeriesChunk[];
  readonly summary: SeriesSummary;
}

async function appendToSeries(client: ClientBase, series: SeriesWithTail, added: readonly Entry[]): Promise<Grown> {
  const { lastStep } = series;
  const first = added[0];
  if (first && lastStep !== null && first.firstStep <= lastStep) {
    const { rest, ...before } = await cutBefore(client, series, first.firstStep);
    return growSeries(client, before, mergeBySteps(rest, added));
  }
  const whole =
    lastStep === null || series.lastValue === null || series.minValue === null || series.maxValue === null
      ? null
      : { firstStep: 0, lastStep, min: series.minValue, max: series.maxValue, last: series.lastValue };
  return growSeries(client, { id: series.id, count: series.count, tail: series.tail, whole }, added);
}

interface SeriesEnd extends Pick<SeriesWithTail, "id" | "count" | "tail"> {
  readonly whole: Entry | null;
}

async function growSeries(client: ClientBase, series: SeriesEnd, added: readonly Entry[]): Promise<Grown> {
  const chunks: SeriesChunk[] = [];
  let tail = series.tail;
  let entries = added;
  for (let level = 0; entries.length > 0; level++) {
    if (level > 0) tail = await readTail(client, series.id, level);
    const growth = growLevel(level, tail, entries);
    chunks.push(...growth.chunks.map((chunk) => ({ ...chunk, seriesId: series.id })));
    entries = growth.parents;
  }
  const whole = mergeEntries(series.whole ? [series.whole, ...added] : added);
  return { chunks, summary: { id: series.id, count: series.count + added.length, whole } };
}

/** Cuts a series at the start of the chunk that holds `step`, and hands over what came after. */
async function cutBefore(
  client: ClientBase,
  series: SeriesWithTail,
  step: number,
): Promise<SeriesEnd & { rest: Entry[] }> {
  const index = await indexOfStep(client, series.id, step);
  const count = index - (index % CHUNK_ENTRIES);
  const rest = await readEntries(client, series.id, 0, count, series.count);
  await cutChunks(client, series.id, count);
  const whole = await summarise(client, series.id, count);
  return { id: series.id, count, tail: { firstIndex: count, entries: [] }, whole, rest };
}

/** Two lists sorted by step as one; where both have a step, the second list's entry stands. */
function mergeBySteps(stored: readonly Entry[], added: readonly Entry[]): Entry[] {
  const byStep = new Map<number, Entry>();
  for (const entry of stored) byStep.set(entry.lastStep, entry);
  for (const entry of added) byStep.set(entry.lastStep, entry);
  return [...byStep.values()].sort((a, b) => a.lastStep - b.lastStep);
}

function groupBySeries(points: readonly PointInput[]): Map<string, Entry[]> {
  const bySeries = new Map<string, Map<number, Entry>>();
  for (const { series, step, value } of points) {
    if (!Number.isInteger(step) || step < 0 || step > LARGEST_STEP) {
      throw new Error(`appendPoints: expected a whole step from 0 to ${LARGEST_STEP} for ${series}, got ${step}`);
    }
    const entries = bySeries.get(series) ?? new Map<number, Entry>();
    bySeries.set(series, entries.set(step, pointEntry(step, value)));
  }
  return new Map(
    Array.from(bySeries, ([name, entries]) => [name, [...entries.values()].sort((a, b) => a.lastStep - b.lastStep)]),
  );
}
