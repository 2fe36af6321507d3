import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { indicesOfSteps, readEntries } from "./chunkRows.ts";
import { LARGEST_STEP } from "./pointRules.ts";
import { readSeriesRows } from "./seriesRows.ts";

/** A point at a step that is known. */
export interface StepPoint {
  readonly value: number;
  /** Whole milliseconds since 1970; null where nobody said. */
  readonly atMs: number | null;
}

/** The points that a series has at one step, in the order they came; none where there is no such series. */
export async function readStep(
  pool: Pool,
  query: { readonly runId: string; readonly name: string; readonly step: number },
): Promise<StepPoint[]> {
  return inTransaction(
    pool,
    async (client) => {
      const [series] = await readSeriesRows(client, query.runId, [query.name]);
      if (!series) return [];
      const [from = 0, to = series.count] = await indicesOfSteps(client, [
        { series, step: query.step },
        ...(query.step < LARGEST_STEP ? [{ series, step: query.step + 1 }] : []),
      ]);
      const entries = await readEntries(client, series.id, 0, from, to);
      return entries.map(({ last, atMs }) => ({ value: last, atMs: atMs ?? null }));
    },
    { readOnlySnapshot: true },
  );
}
