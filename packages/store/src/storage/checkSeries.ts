import type { Pool } from "pg";
import type { StorageProblem } from "./StorageProblem.ts";

const SQL = `
SELECT run_id AS "runId", name, metric_series.count, coalesce(sum(metric_chunk.count), 0)::int AS held
FROM metric_series LEFT JOIN metric_chunk ON series_id = metric_series.id AND level = 0
GROUP BY metric_series.id HAVING metric_series.count <> coalesce(sum(metric_chunk.count), 0)`;

/** Series whose row and chunks disagree. */
export async function checkSeries(pool: Pool): Promise<{ series: number; problems: StorageProblem[] }> {
  const { rows } = await pool.query<{ runId: string; name: string; count: number; held: number }>(SQL);
  const counted = await pool.query<{ count: number }>("SELECT count(*)::int AS count FROM metric_series");
  return {
    series: counted.rows[0]?.count ?? 0,
    problems: rows.map(({ runId, name, count, held }) => ({
      kind: "SERIES_COUNT",
      subject: runId,
      message: `The series "${name}" says ${count} points and holds ${held}.`,
      repaired: false,
    })),
  };
}
