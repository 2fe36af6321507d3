import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { readEntries } from "./chunkRows.ts";
import { readSeriesRows } from "./seriesRows.ts";

/** Points as they were logged; the lists are parallel. */
export interface SeriesHistory {
  /** Points of the whole series. */
  readonly total: number;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Whole milliseconds since 1970; null where nobody said. */
  readonly timesMs: readonly (number | null)[];
}

/** Points fromIndex ≤ index < fromIndex + count of a series, none left out or merged; null when there is no such series. */
export async function readHistory(
  pool: Pool,
  query: { readonly runId: string; readonly name: string; readonly fromIndex: number; readonly count: number },
): Promise<SeriesHistory | null> {
  return inTransaction(
    pool,
    async (client) => {
      const [series] = await readSeriesRows(client, query.runId, [query.name]);
      if (!series) return null;
      const end = Math.min(series.count, query.fromIndex + query.count);
      const entries = await readEntries(client, series.id, 0, query.fromIndex, end);
      return {
        total: series.count,
        steps: entries.map((entry) => entry.lastStep),
        values: entries.map((entry) => entry.last),
        timesMs: entries.map((entry) => entry.atMs ?? null),
      };
    },
    { readOnlySnapshot: true },
  );
}
