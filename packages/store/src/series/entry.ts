import { type Columns, decodeChunk, encodeChunk } from "./chunkCodec.ts";

/** Entries of a full chunk; {@link entriesPerParent} divides it, so that the entries of one parent always lie in one chunk. */
export const CHUNK_ENTRIES = 256;
/** 16^7 points exceed what steps of 31 bits can number. */
export const HIGHEST_LEVEL = 7;

/** Points in an entry of a level. Those of level 1 differ: older series have buckets of 16 there, later ones of 64. */
export function pointsPerEntry(level: number, firstBucketPoints: number): number {
  if (level === 0) return 1;
  return level === 1 ? firstBucketPoints : 16 ** level;
}

/** Entries of a level that become one entry of the level above. */
export function entriesPerParent(level: number, firstBucketPoints: number): number {
  return pointsPerEntry(level + 1, firstBucketPoints) / pointsPerEntry(level, firstBucketPoints);
}

/** Consecutive points of a series as one: a point itself is the entry of equal first and last step, minimum, maximum and last value. */
export interface Entry {
  readonly firstStep: number;
  readonly lastStep: number;
  /** NaN is no extreme: it stands here only where every value is NaN. */
  readonly min: number;
  readonly max: number;
  readonly last: number;
  /** When the last value was measured, whole milliseconds since 1970; kept only where every entry of a chunk says so. */
  readonly atMs?: number | undefined;
}

export interface Point {
  readonly step: number;
  readonly value: number;
}

export function pointEntry(step: number, value: number, atMs?: number): Entry {
  return { firstStep: step, lastStep: step, min: value, max: value, last: value, atMs };
}

/** Entries fromIndex ≤ index < toIndex, in order, as one; there must be one at least. */
export function mergeEntries(entries: readonly Entry[], fromIndex = 0, toIndex = entries.length): Entry {
  const first = entries[fromIndex];
  const last = entries[toIndex - 1];
  if (!first || !last || fromIndex >= toIndex) throw new Error("mergeEntries: expected one entry at least, got none");
  let { min, max } = first;
  // Comparisons first, and what is rare (NaN, the two zeros) after them.
  for (let index = fromIndex + 1; index < toIndex; index++) {
    const entry = entries[index] as Entry;
    if (!(entry.min > min)) min = lesser(min, entry.min);
    if (!(entry.max < max)) max = greater(max, entry.max);
  }
  return { firstStep: first.firstStep, lastStep: last.lastStep, min, max, last: last.last, atMs: last.atMs };
}

/** The lesser of two numbers; NaN is none. */
export function lesser(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.min(a, b);
}

/** The greater of two numbers; NaN is none. */
export function greater(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.max(a, b);
}

/** A chunk's payload: points on level 0, buckets above. */
export function encodeEntries(level: number, entries: readonly Entry[]): Buffer {
  // Plain loops: this is where logging spends its time, and Array.from with a function takes four times as long.
  const count = entries.length;
  const [lastSteps, lasts] = [new Int32Array(count), new Float64Array(count)];
  for (let index = 0; index < count; index++) {
    const entry = entries[index] as Entry;
    lastSteps[index] = entry.lastStep;
    lasts[index] = entry.last;
  }
  const timesMs = timesOf(entries);
  const times = timesMs ? { timesMs } : {};
  if (level === 0) return encodeChunk({ steps: [lastSteps], values: [lasts], ...times });
  const [firstSteps, mins, maxs] = [new Int32Array(count), new Float64Array(count), new Float64Array(count)];
  for (let index = 0; index < count; index++) {
    const entry = entries[index] as Entry;
    firstSteps[index] = entry.firstStep;
    mins[index] = entry.min;
    maxs[index] = entry.max;
  }
  return encodeChunk({ steps: [firstSteps, lastSteps], values: [mins, maxs, lasts], ...times });
}

/** Undefined where one of the entries has no time. */
function timesOf(entries: readonly Entry[]): Float64Array | undefined {
  const timesMs = new Float64Array(entries.length);
  for (let index = 0; index < entries.length; index++) {
    const { atMs } = entries[index] as Entry;
    if (atMs === undefined) return undefined;
    timesMs[index] = atMs;
  }
  return timesMs;
}

/** A chunk's entries as columns; those of points share what is equal of them. */
export interface EntryColumns {
  readonly firstSteps: Int32Array;
  readonly lastSteps: Int32Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  readonly lasts: Float64Array;
  /** Absent where an entry of the chunk has no time. */
  readonly timesMs?: Float64Array | undefined;
}

export function decodeEntryColumns(level: number, payload: Uint8Array): EntryColumns {
  const columns = decodeChunk(payload);
  return level === 0 ? pointColumns(columns) : bucketColumns(columns);
}

export function decodeEntries(level: number, payload: Uint8Array): Entry[] {
  const columns = decodeEntryColumns(level, payload);
  return entriesOf(columns, 0, columns.lasts.length);
}

/** Entries fromIndex ≤ index < toIndex of a chunk. */
export function entriesOf(columns: EntryColumns, fromIndex: number, toIndex: number): Entry[] {
  const { firstSteps, lastSteps, mins, maxs, lasts, timesMs } = columns;
  const entries: Entry[] = [];
  for (let index = fromIndex; index < toIndex; index++) {
    entries.push({
      firstStep: firstSteps[index] as number,
      lastStep: lastSteps[index] as number,
      min: mins[index] as number,
      max: maxs[index] as number,
      last: lasts[index] as number,
      atMs: timesMs?.[index],
    });
  }
  return entries;
}

function pointColumns({ steps: [steps], values: [values], timesMs }: Columns): EntryColumns {
  if (!steps || !values) throw new Error("decodeEntries: expected a step and a value column on level 0");
  return { firstSteps: steps, lastSteps: steps, mins: values, maxs: values, lasts: values, timesMs };
}

function bucketColumns({ steps, values, timesMs }: Columns): EntryColumns {
  const [firstSteps, lastSteps] = steps;
  const [mins, maxs, lasts] = values;
  if (!firstSteps || !lastSteps || !mins || !maxs || !lasts) {
    throw new Error("decodeEntries: expected two step and three value columns above level 0");
  }
  return { firstSteps, lastSteps, mins, maxs, lasts, timesMs };
}
