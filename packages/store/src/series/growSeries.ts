import { CHUNK_ENTRIES, type Entry, entriesPerParent, mergeEntries } from "./entry.ts";
import { type Chunk, entriesKept, growLevel, type LevelTail } from "./growLevel.ts";

/** A series as its next point finds it. */
export interface SeriesState {
  readonly id: string;
  readonly count: number;
  /** In a bucket of level 1. */
  readonly firstBucketPoints: number;
  /** All points as one entry; null while there is none. */
  readonly whole: Entry | null;
  /** By level, as far as they have been read. */
  readonly tails: readonly (LevelTail | undefined)[];
}

/** A chunk with the series it belongs to. */
export interface SeriesChunk extends Chunk {
  readonly seriesId: string;
}

export interface SeriesGrowth {
  /** To be written, of all levels. */
  readonly chunks: readonly SeriesChunk[];
  readonly state: SeriesState & { readonly whole: Entry };
}

/** A series after points were added at its end, one at least; null when that reaches a level whose tail has not been read. */
export function growSeries(state: SeriesState, added: readonly Entry[]): SeriesGrowth | null {
  const chunks: SeriesChunk[] = [];
  const tails = [...state.tails];
  let entries = added;
  for (let level = 0; entries.length > 0; level++) {
    const tail = tailOfLevel(state, level);
    if (!tail) return null;
    const growth = growLevel(level, tail, entries, entriesPerParent(level, state.firstBucketPoints));
    for (const chunk of growth.chunks) chunks.push({ ...chunk, seriesId: state.id });
    tails[level] = growth.tail;
    entries = growth.parents;
  }
  const whole = mergeEntries(state.whole ? [state.whole, ...added] : added);
  return { chunks, state: { ...state, count: state.count + added.length, whole, tails } };
}

/** That of a level whose chunks are all full, or that has none yet, follows from the count. */
function tailOfLevel({ count, firstBucketPoints, tails }: SeriesState, level: number): LevelTail | undefined {
  if (tails[level]) return tails[level];
  const kept = entriesKept(count, level + 1, firstBucketPoints)[level] as number;
  return kept % CHUNK_ENTRIES === 0 ? { firstIndex: kept, entries: [] } : undefined;
}

/** Whether points belong at the series' end. Of programs outside, points of equal step are all kept. */
export function goesAtEnd({ whole }: SeriesState, firstStep: number, sameStep: "replace" | "keep"): boolean {
  return whole === null || firstStep > whole.lastStep || (sameStep === "keep" && firstStep === whole.lastStep);
}
