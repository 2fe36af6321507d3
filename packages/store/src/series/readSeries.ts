import type { ClientBase, Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { CurveReducer, type ReducedCurve } from "./CurveReducer.ts";
import { type EntryRange, indicesOfSteps, readRangeColumns } from "./chunkRows.ts";
import { coverRanges, levelFor } from "./readCover.ts";
import { readSeriesRowsOfRuns, type SeriesRow } from "./seriesRows.ts";

/** A curve cut to the points asked for. `steps` and the value lists are parallel. */
export interface SeriesData {
  readonly name: string;
  /** Points of the whole series, and its extremes. */
  readonly total: number;
  readonly lastStep: number | null;
  readonly lastValue: number | null;
  readonly minValue: number | null;
  readonly maxValue: number | null;
  /** Points of the part that was asked for. */
  readonly pointsInRange: number;
  /** False: every point of the range as logged. True: buckets, each with its last step and value and its least and greatest value. */
  readonly reduced: boolean;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly minValues: readonly number[] | null;
  readonly maxValues: readonly number[] | null;
  /** When each value was measured, milliseconds since 1970; null where nobody said, and as a whole where that is so of all. */
  readonly timesMs: readonly (number | null)[] | null;
}

/** Which part of which series. */
export interface SeriesExcerpt {
  /** All series of a run when absent. */
  readonly names?: readonly string[];
  /** Most entries per series, 1,000 when absent. */
  readonly points?: number;
  /** First and last step wanted, both included. */
  readonly fromStep?: number;
  readonly toStep?: number;
}

const LARGEST_STEP = 2 ** 31 - 1;
/** So many series are read by one statement: fifty runs' curves in one, and what lies in memory at once stays bounded. */
const SERIES_AT_ONCE = 64;

/**
 * Curves of a run, by name, from one state of the database. A series with more points in the range than asked for comes as buckets from the
 * level that fits, so that the work depends on the points asked for and not on those stored; every extreme and the last value are kept.
 */
export async function readSeries(
  pool: Pool,
  { runId, ...excerpt }: SeriesExcerpt & { readonly runId: string },
): Promise<SeriesData[]> {
  return (await readSeriesOfRuns(pool, { ...excerpt, runIds: [runId] })).get(runId) ?? [];
}

/** The same for several runs at once; every run has an entry. */
export async function readSeriesOfRuns(
  pool: Pool,
  query: SeriesExcerpt & { readonly runIds: readonly string[] },
): Promise<Map<string, SeriesData[]>> {
  const wanted = query.points ?? 1000;
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new Error(`readSeries: expected points to be 1 or more, got ${wanted}`);
  const byRun = new Map<string, SeriesData[]>(query.runIds.map((runId) => [runId, []]));
  await inTransaction(
    pool,
    async (client) => {
      const rows = await readSeriesRowsOfRuns(client, query.runIds, query.names);
      for (let start = 0; start < rows.length; start += SERIES_AT_ONCE) {
        const some = rows.slice(start, start + SERIES_AT_ONCE);
        const read = await readExcerpts(client, some, wanted, query);
        for (const [index, data] of read.entries()) byRun.get((some[index] as (typeof some)[number]).runId)?.push(data);
      }
    },
    { readOnlySnapshot: true },
  );
  return byRun;
}

async function readExcerpts(
  client: ClientBase,
  rows: readonly SeriesRow[],
  wanted: number,
  { fromStep = 0, toStep = LARGEST_STEP }: SeriesExcerpt,
): Promise<SeriesData[]> {
  const starts = fromStep <= 0 ? rows.map(() => 0) : await indicesOf(client, rows, fromStep);
  const ends = toStep >= LARGEST_STEP ? rows.map(({ count }) => count) : await indicesOf(client, rows, toStep + 1);
  const covers = rows.map((row, index) => {
    const [start, end] = [starts[index] as number, ends[index] as number];
    const level = end - start > wanted ? levelFor(end - start, wanted, row.firstBucketPoints) : 0;
    return coverRanges(row, level, start, end);
  });
  const reducers = covers.map((cover) => new CurveReducer(entryCount(cover), wanted));
  const reducerOfPart = covers.flatMap((cover, index) => cover.map(() => reducers[index] as CurveReducer));
  await readRangeColumns(client, covers.flat(), (part, ...entries) => reducerOfPart[part]?.add(...entries));
  return rows.map((row, index) => {
    const pointsInRange = Math.max(0, (ends[index] as number) - (starts[index] as number));
    return seriesData(row, pointsInRange, (reducers[index] as CurveReducer).finish());
  });
}

function entryCount(cover: readonly EntryRange[]): number {
  return cover.reduce((sum, { fromIndex, toIndex }) => sum + toIndex - fromIndex, 0);
}

function indicesOf(client: ClientBase, rows: readonly SeriesRow[], step: number): Promise<number[]> {
  const whole = Math.min(LARGEST_STEP, Math.max(0, Math.ceil(step)));
  return indicesOfSteps(
    client,
    rows.map((series) => ({ series, step: whole })),
  );
}

function seriesData(row: SeriesRow, pointsInRange: number, curve: ReducedCurve): SeriesData {
  const reduced = pointsInRange > curve.steps.length;
  return {
    name: row.name,
    total: row.count,
    lastStep: row.lastStep,
    lastValue: row.lastValue,
    minValue: row.minValue,
    maxValue: row.maxValue,
    pointsInRange,
    reduced,
    ...curve,
    minValues: reduced ? curve.minValues : null,
    maxValues: reduced ? curve.maxValues : null,
  };
}
