import type { Pool } from "pg";

/** A point of a sweep: what its runs have of the sweep's metric, each its best value so far. */
export interface SweepPointFigures {
  /** From 1. */
  readonly number: number;
  /** The varied settings. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly runIds: readonly string[];
  /** Of the runs, in the order of `runIds`. */
  readonly runNumbers: readonly number[];
  /** Each run's best value so far. */
  readonly runValues: readonly (number | null)[];
  /** Whether the sweep ended the run early. */
  readonly runsStopped: readonly boolean[];
  /** Runs that have a value. */
  readonly count: number;
  readonly mean: number | null;
  /** Sample standard deviation over the runs; null for fewer than two. */
  readonly deviation: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

const SQL = `
SELECT run.sweep_point + 1 AS number,
  coalesce((SELECT jsonb_object_agg(setting, first.configuration->setting) FROM jsonb_to_recordset(sweep.dimensions) AS dimension(setting text)), '{}') AS values,
  array_agg(run.id ORDER BY run.id) AS "runIds", array_agg(run.number ORDER BY run.id) AS "runNumbers",
  array_agg(figure.value ORDER BY run.id) AS "runValues",
  array_agg(EXISTS (SELECT 1 FROM sweep_rung WHERE run_id = run.id AND stops) ORDER BY run.id) AS "runsStopped",
  count(figure.value)::int AS count, avg(figure.value) AS mean, stddev_samp(figure.value) AS deviation,
  min(figure.value) AS min, max(figure.value) AS max
FROM sweep JOIN run ON run.sweep_id = sweep.id
JOIN LATERAL (
  SELECT configuration FROM run AS other WHERE other.sweep_id = sweep.id AND other.sweep_point = run.sweep_point ORDER BY other.id LIMIT 1
) AS first ON true
LEFT JOIN LATERAL (
  SELECT nullif(CASE sweep.goal WHEN 'MAXIMIZE' THEN max_value ELSE min_value END, 'NaN') AS value
  FROM metric_series WHERE metric_series.run_id = run.id AND metric_series.name = sweep.metric
) AS figure ON true
WHERE sweep.id = $1
GROUP BY sweep.id, run.sweep_point, first.configuration
ORDER BY run.sweep_point`;

export async function sweepPoints(pool: Pool, sweepId: string): Promise<SweepPointFigures[]> {
  const { rows } = await pool.query<SweepPointFigures>(SQL, [sweepId]);
  return rows;
}
