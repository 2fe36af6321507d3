import { readHistory } from "@maskyard/store";
import type { Pool } from "pg";

const POINTS_AT_ONCE = 20_000;

export interface ExportedPoint {
  readonly series: string;
  readonly step: number;
  readonly value: number;
  /** When it was measured, milliseconds since 1970; null where nobody said. */
  readonly atMs: number | null;
}

/** Every point of a run as it was logged, series by series, piece by piece: a run of millions of values takes no more memory than a small one. */
export async function* readPoints(pool: Pool, runId: string): AsyncGenerator<ExportedPoint[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT name FROM metric_series WHERE run_id = $1 ORDER BY name",
    [runId],
  );
  for (const { name } of rows) {
    for (let fromIndex = 0; ; fromIndex += POINTS_AT_ONCE) {
      const history = await readHistory(pool, { runId, name, fromIndex, count: POINTS_AT_ONCE });
      if (history === null || history.steps.length === 0) {
        break;
      }
      yield history.steps.map((step, index) => ({
        series: name,
        step,
        value: history.values[index] as number,
        atMs: history.timesMs[index] ?? null,
      }));
      if (fromIndex + history.steps.length >= history.total) {
        break;
      }
    }
  }
}
