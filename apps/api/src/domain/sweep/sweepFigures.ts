import DataLoader from "dataloader";
import type { GraphContext } from "../../graph/builder/context.ts";

/** How far a sweep is, counted from its runs as they are now. */
export interface SweepFigures {
  readonly runs: number;
  readonly queued: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Of those succeeded, how many the sweep ended early. */
  readonly stoppedEarly: number;
  readonly points: number;
  /** Points of which every run has ended. */
  readonly pointsDone: number;
  /** The run with the best value of the sweep's metric so far. */
  readonly bestRunId: string | null;
  readonly bestValue: number | null;
}

const SQL = `
WITH one AS (
  SELECT run.id, run.sweep_id, run.sweep_point, run.status, sweep.goal,
    nullif(CASE sweep.goal WHEN 'MAXIMIZE' THEN max_value ELSE min_value END, 'NaN') AS value
  FROM run JOIN sweep ON sweep.id = run.sweep_id
  LEFT JOIN metric_series ON metric_series.run_id = run.id AND metric_series.name = sweep.metric
  WHERE run.sweep_id = ANY($1::uuid[])
), point AS (
  SELECT sweep_id, bool_and(status NOT IN ('QUEUED', 'RUNNING')) AS done FROM one GROUP BY sweep_id, sweep_point
), best AS (
  SELECT DISTINCT ON (sweep_id) sweep_id, id, value FROM one WHERE value IS NOT NULL
  ORDER BY sweep_id, CASE goal WHEN 'MAXIMIZE' THEN -value ELSE value END, id
)
SELECT one.sweep_id AS "sweepId", count(*)::int AS runs,
  count(*) FILTER (WHERE status = 'QUEUED')::int AS queued,
  count(*) FILTER (WHERE status = 'RUNNING')::int AS running,
  count(*) FILTER (WHERE status = 'SUCCEEDED')::int AS succeeded,
  count(*) FILTER (WHERE status = 'FAILED')::int AS failed,
  count(*) FILTER (WHERE status = 'CANCELLED')::int AS cancelled,
  count(*) FILTER (WHERE status = 'SUCCEEDED' AND EXISTS (
    SELECT 1 FROM sweep_rung WHERE sweep_rung.run_id = one.id AND stops))::int AS "stoppedEarly",
  (SELECT count(*)::int FROM point WHERE point.sweep_id = one.sweep_id) AS points,
  (SELECT count(*)::int FROM point WHERE point.sweep_id = one.sweep_id AND done) AS "pointsDone",
  (SELECT id FROM best WHERE best.sweep_id = one.sweep_id) AS "bestRunId",
  (SELECT value FROM best WHERE best.sweep_id = one.sweep_id) AS "bestValue"
FROM one GROUP BY one.sweep_id`;

const NONE: SweepFigures = {
  runs: 0,
  queued: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  stoppedEarly: 0,
  points: 0,
  pointsDone: 0,
  bestRunId: null,
  bestValue: null,
};

const loaders = new WeakMap<GraphContext, DataLoader<string, SweepFigures>>();

/** One statement for all sweeps of a page. */
export function sweepFigures(context: GraphContext, sweepId: string): Promise<SweepFigures> {
  let loader = loaders.get(context);
  if (loader === undefined) {
    loader = new DataLoader(async (sweepIds) => {
      const { rows } = await context.pool.query<SweepFigures & { sweepId: string }>(SQL, [sweepIds]);
      const found = new Map(rows.map((row) => [row.sweepId, row]));
      return sweepIds.map((id) => found.get(id) ?? NONE);
    });
    loaders.set(context, loader);
  }
  return loader.load(sweepId);
}
