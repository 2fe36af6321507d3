import type { ClientBase, Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { indexOfStep } from "./chunkRows.ts";
import type { Entry } from "./entry.ts";
import { levelFor, readCover, reduceEntries } from "./readCover.ts";
import { readSeriesRows, type SeriesRow } from "./seriesRows.ts";

/** A curve cut to the points asked for. `steps` and the value lists are parallel. */
export interface SeriesData {
  readonly name: string;
  /** Points of the whole series, and its extremes. */
  readonly total: number;
  readonly lastStep: number | null;
  readonly lastValue: number | null;
  readonly minValue: number | null;
  readonly maxValue: number | null;
  /** False: every point of the range as logged. True: buckets, each with its last step and value and its least and greatest value. */
  readonly reduced: boolean;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly minValues: readonly number[] | null;
  readonly maxValues: readonly number[] | null;
}

export interface SeriesQuery {
  readonly runId: string;
  /** All series of the run when absent. */
  readonly names?: readonly string[];
  /** Most entries per series, 1,000 when absent. */
  readonly points?: number;
  /** First and last step wanted, both included. */
  readonly fromStep?: number;
  readonly toStep?: number;
}

const LARGEST_STEP = 2 ** 31 - 1;

/**
 * Curves of a run, by name, from one state of the database. A series with more points in the range than asked for comes as buckets from the
 * level that fits, so that the work depends on the points asked for and not on those stored; every extreme and the last value are kept.
 */
export async function readSeries(pool: Pool, query: SeriesQuery): Promise<SeriesData[]> {
  const wanted = query.points ?? 1000;
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new Error(`readSeries: expected points to be 1 or more, got ${wanted}`);
  return inTransaction(
    pool,
    async (client) => {
      const series = await readSeriesRows(client, query.runId, query.names);
      const data: SeriesData[] = [];
      for (const row of series) data.push(await readOne(client, row, wanted, query));
      return data;
    },
    { readOnlySnapshot: true },
  );
}

async function readOne(client: ClientBase, row: SeriesRow, wanted: number, query: SeriesQuery): Promise<SeriesData> {
  const { fromStep, toStep } = query;
  const fromIndex = fromStep === undefined || fromStep <= 0 ? 0 : await indexOf(client, row, fromStep);
  const toIndex = toStep === undefined ? row.count : await indexOf(client, row, toStep + 1);
  const pointCount = Math.max(0, toIndex - fromIndex);
  const reduced = pointCount > wanted;
  const level = reduced ? levelFor(pointCount, wanted) : 0;
  const cover = await readCover(client, row, level, fromIndex, toIndex);
  const entries: readonly Entry[] = reduced ? reduceEntries(cover, wanted) : cover;
  return {
    name: row.name,
    total: row.count,
    lastStep: row.lastStep,
    lastValue: row.lastValue,
    minValue: row.minValue,
    maxValue: row.maxValue,
    reduced,
    steps: entries.map((entry) => entry.lastStep),
    values: entries.map((entry) => entry.last),
    minValues: reduced ? entries.map((entry) => entry.min) : null,
    maxValues: reduced ? entries.map((entry) => entry.max) : null,
  };
}

async function indexOf(client: ClientBase, row: SeriesRow, step: number): Promise<number> {
  return step > LARGEST_STEP ? row.count : indexOfStep(client, row.id, Math.max(0, Math.ceil(step)));
}
