import type { ClientBase } from "pg";
import { type EntryRange, readRanges } from "./chunkRows.ts";
import { CHUNK_ENTRIES, type Entry, HIGHEST_LEVEL, pointsPerEntry } from "./entry.ts";

/** A series, how many points it has, and how many a bucket of level 1. */
export interface SeriesExtent {
  readonly id: string;
  readonly count: number;
  readonly firstBucketPoints: number;
}

/** The coarsest level on which `pointCount` points are still `wanted` entries or more. */
export function levelFor(pointCount: number, wanted: number, firstBucketPoints: number): number {
  let level = 0;
  while (level < HIGHEST_LEVEL && pointCount / pointsPerEntry(level + 1, firstBucketPoints) >= wanted) level++;
  return level;
}

/**
 * The ranges of entries that together cover exactly the points fromIndex ≤ index < toIndex: buckets of `level` where whole ones lie inside,
 * and towards the two edges, and for the points of the newest chunk that no bucket holds yet, those of the levels below down to single
 * points. So no value from outside the range shows in it, and none inside is missing.
 */
export function coverRanges(series: SeriesExtent, level: number, fromIndex: number, toIndex: number): EntryRange[] {
  if (fromIndex >= toIndex) return [];
  if (level === 0) return [{ seriesId: series.id, level, fromIndex, toIndex }];
  const bucketPoints = pointsPerEntry(level, series.firstBucketPoints);
  const bucketedPoints = series.count - (series.count % CHUNK_ENTRIES);
  const firstBucket = Math.ceil(fromIndex / bucketPoints);
  const endBucket = Math.floor(Math.min(toIndex, bucketedPoints) / bucketPoints);
  if (firstBucket >= endBucket) return coverRanges(series, level - 1, fromIndex, toIndex);
  return [
    ...coverRanges(series, level - 1, fromIndex, firstBucket * bucketPoints),
    { seriesId: series.id, level, fromIndex: firstBucket, toIndex: endBucket },
    ...coverRanges(series, level - 1, endBucket * bucketPoints, toIndex),
  ];
}

/** The entries of {@link coverRanges}. */
export async function readCover(
  client: ClientBase,
  series: SeriesExtent,
  level: number,
  fromIndex: number,
  toIndex: number,
): Promise<Entry[]> {
  return (await readRanges(client, coverRanges(series, level, fromIndex, toIndex))).flat();
}
