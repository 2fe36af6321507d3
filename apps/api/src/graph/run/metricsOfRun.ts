import DataLoader from "dataloader";
import { builder } from "../builder/builder.ts";
import type { GraphContext } from "../builder/context.ts";
import { finiteValue } from "../metricSeries/metricSeriesType.ts";

const SQL = `
SELECT run_id AS "runId", name, count, last_step AS "lastStep", last_value AS "lastValue", min_value AS "minValue", max_value AS "maxValue"
FROM metric_series WHERE run_id = ANY($1::uuid[]) ORDER BY name`;

interface RunMetricRow {
  readonly runId: string;
  readonly name: string;
  readonly count: number;
  readonly lastStep: number | null;
  readonly lastValue: number | null;
  readonly minValue: number | null;
  readonly maxValue: number | null;
}

export const RunMetric = builder.objectRef<RunMetricRow>("RunMetric").implement({
  description: "What a metric came to. Values are null where they are no finite number.",
  fields: (t) => ({
    name: t.exposeString("name"),
    points: t.exposeInt("count"),
    lastStep: t.exposeInt("lastStep", { nullable: true }),
    last: t.float({ nullable: true, resolve: (metric) => finiteValue(metric.lastValue) }),
    min: t.float({ nullable: true, resolve: (metric) => finiteValue(metric.minValue) }),
    max: t.float({ nullable: true, resolve: (metric) => finiteValue(metric.maxValue) }),
  }),
});

const loaderOfRequest = new WeakMap<GraphContext, DataLoader<string, RunMetricRow[]>>();

/** All metrics of a run; one statement for all runs of a request. */
export function metricsOfRun(context: GraphContext, runId: string): Promise<RunMetricRow[]> {
  let loader = loaderOfRequest.get(context);
  if (loader === undefined) {
    loader = new DataLoader(async (runIds: readonly string[]) => {
      const { rows } = await context.pool.query<RunMetricRow>(SQL, [runIds]);
      const byRun = new Map<string, RunMetricRow[]>(runIds.map((id) => [id, []]));
      for (const row of rows) byRun.get(row.runId)?.push(row);
      return runIds.map((id) => byRun.get(id) ?? []);
    });
    loaderOfRequest.set(context, loader);
  }
  return loader.load(runId);
}
