import { CHUNK_ENTRIES, type Entry, mergeEntries, pointsPerEntry } from "./entry.ts";

/** The last chunk of a level while it has room: entries firstIndex, firstIndex + 1, …; none when the chunk before is full. */
export interface LevelTail {
  readonly firstIndex: number;
  readonly entries: readonly Entry[];
}

export interface Chunk {
  readonly level: number;
  readonly firstIndex: number;
  readonly entries: readonly Entry[];
}

export interface Growth {
  /** Chunks to write: the full ones and, when it is not empty, the new tail. */
  readonly chunks: readonly Chunk[];
  /** Where the level goes on from now. */
  readonly tail: LevelTail;
  /** New entries of the level above. */
  readonly parents: readonly Entry[];
}

/**
 * A level after entries were added at its end, `perParent` of which make one of the level above. Level 0 gives parents only for chunks that became
 * full, so that appending a point rewrites one small chunk and no level above.
 */
export function growLevel(level: number, tail: LevelTail, added: readonly Entry[], perParent: number): Growth {
  const entries = [...tail.entries, ...added];
  const chunks: Chunk[] = [];
  for (let start = 0; start < entries.length; start += CHUNK_ENTRIES) {
    chunks.push({ level, firstIndex: tail.firstIndex + start, entries: entries.slice(start, start + CHUNK_ENTRIES) });
  }
  const parentsEvery = level === 0 ? CHUNK_ENTRIES : perParent;
  const firstNew = level === 0 ? 0 : tail.entries.length - (tail.entries.length % perParent);
  const end = entries.length - (entries.length % parentsEvery);
  const parents: Entry[] = [];
  for (let start = firstNew; start < end; start += perParent)
    parents.push(mergeEntries(entries.slice(start, start + perParent)));
  const within = entries.length % CHUNK_ENTRIES;
  const full = entries.length - within;
  return { chunks, tail: { firstIndex: tail.firstIndex + full, entries: within ? entries.slice(full) : [] }, parents };
}

/** Entries each level keeps when a series is cut to its first `pointCount` points; index is the level. */
export function entriesKept(pointCount: number, levels: number, firstBucketPoints: number): number[] {
  const inFullChunks = pointCount - (pointCount % CHUNK_ENTRIES);
  return Array.from({ length: levels }, (_, level) =>
    level === 0 ? pointCount : Math.floor(inFullChunks / pointsPerEntry(level, firstBucketPoints)),
  );
}
