import { type Columns, decodeChunk, encodeChunk } from "./chunkCodec.ts";

/** Entries of a level that become one entry of the level above. */
export const FAN_OUT = 16;
/** Entries of a full chunk; a power of {@link FAN_OUT}, so that the entries of one parent always lie in one chunk. */
export const CHUNK_ENTRIES = 256;
/** 16^7 points exceed what steps of 31 bits can number. */
export const HIGHEST_LEVEL = 7;

/** Consecutive points of a series as one: a point itself is the entry of equal first and last step, minimum, maximum and last value. */
export interface Entry {
  readonly firstStep: number;
  readonly lastStep: number;
  /** NaN is no extreme: it stands here only where every value is NaN. */
  readonly min: number;
  readonly max: number;
  readonly last: number;
  /** When the last value was measured, whole milliseconds since 1970; kept on level 0 alone, and only where it was said. */
  readonly atMs?: number | undefined;
}

export interface Point {
  readonly step: number;
  readonly value: number;
}

export function pointEntry(step: number, value: number, atMs?: number): Entry {
  return { firstStep: step, lastStep: step, min: value, max: value, last: value, atMs };
}

/** Entries in order as one; there must be one at least. */
export function mergeEntries(entries: readonly Entry[]): Entry {
  const first = entries[0];
  const last = entries.at(-1);
  if (!first || !last) throw new Error("mergeEntries: expected one entry at least, got none");
  let { min, max } = first;
  for (const entry of entries) {
    min = lesser(min, entry.min);
    max = greater(max, entry.max);
  }
  return { firstStep: first.firstStep, lastStep: last.lastStep, min, max, last: last.last, atMs: last.atMs };
}

function lesser(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.min(a, b);
}

function greater(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.max(a, b);
}

/** A chunk's payload: points on level 0, buckets above. */
export function encodeEntries(level: number, entries: readonly Entry[]): Buffer {
  const lastSteps = Int32Array.from(entries, (entry) => entry.lastStep);
  const lasts = Float64Array.from(entries, (entry) => entry.last);
  if (level === 0) {
    const times = entries.flatMap(({ atMs }) => (atMs === undefined ? [] : [atMs]));
    const points = { steps: [lastSteps], values: [lasts] };
    return encodeChunk(times.length === entries.length ? { ...points, timesMs: Float64Array.from(times) } : points);
  }
  return encodeChunk({
    steps: [Int32Array.from(entries, (entry) => entry.firstStep), lastSteps],
    values: [Float64Array.from(entries, (entry) => entry.min), Float64Array.from(entries, (entry) => entry.max), lasts],
  });
}

export function decodeEntries(level: number, payload: Uint8Array): Entry[] {
  const columns = decodeChunk(payload);
  return level === 0 ? decodePoints(columns) : decodeBuckets(columns);
}

function decodePoints({ steps: [steps], values: [values], timesMs }: Columns): Entry[] {
  if (!steps || !values) throw new Error("decodeEntries: expected a step and a value column on level 0");
  return Array.from(steps, (step, index) => pointEntry(step, values[index] as number, timesMs?.[index]));
}

function decodeBuckets({ steps: [firstSteps, lastSteps], values: [mins, maxs, lasts] }: Columns): Entry[] {
  if (!firstSteps || !lastSteps || !mins || !maxs || !lasts) {
    throw new Error("decodeEntries: expected two step and three value columns above level 0");
  }
  return Array.from(firstSteps, (firstStep, index) => ({
    firstStep,
    lastStep: lastSteps[index] as number,
    min: mins[index] as number,
    max: maxs[index] as number,
    last: lasts[index] as number,
  }));
}
