import { readHistory } from "@maskyard/store";
import type { Pool } from "pg";
import { csvLine } from "./csv.ts";

const POINTS_AT_ONCE = 20_000;

export type ExportFormat = "csv" | "json";

interface ExportedPoint {
  readonly series: string;
  readonly step: number;
  readonly value: number;
  readonly at: string | null;
}

/** Every point of a run as it was logged, piece by piece: a run of millions of values takes no more memory than a small one. */
export async function* exportMetrics(pool: Pool, runId: string, format: ExportFormat): AsyncGenerator<string> {
  if (format === "csv") {
    yield csvLine(["series", "step", "value", "at"]);
  }
  for await (const points of pointsOf(pool, runId)) {
    yield points
      .map(({ series, step, value, at }) =>
        format === "csv"
          ? csvLine([series, step, value, at])
          : // One object a line; JSON has no NaN and no infinities, so these are text.
            `${JSON.stringify({ series, step, value: Number.isFinite(value) ? value : String(value), at })}\n`,
      )
      .join("");
  }
}

async function* pointsOf(pool: Pool, runId: string): AsyncGenerator<ExportedPoint[]> {
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
      yield history.steps.map((step, index) => {
        const atMs = history.timesMs[index] ?? null;
        return {
          series: name,
          step,
          value: history.values[index] as number,
          at: atMs === null ? null : new Date(atMs).toISOString(),
        };
      });
      if (fromIndex + history.steps.length >= history.total) {
        break;
      }
    }
  }
}
