import DataLoader from "dataloader";
import type { GraphContext } from "../../graph/builder/context.ts";
import type { SeriesFigure } from "../runFilter/RunSql.ts";

const SQL = `
SELECT run_id AS "runId", array_agg(name) AS names, array_agg(last_value) AS last, array_agg(min_value) AS min, array_agg(max_value) AS max
FROM metric_series WHERE run_id = ANY($1::uuid[]) AND name = ANY($2::text[]) GROUP BY run_id`;

interface Row {
  readonly runId: string;
  readonly names: readonly string[];
  readonly last: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

const loadersOfRequest = new WeakMap<GraphContext, Map<string, DataLoader<string, (number | null)[]>>>();

/** A figure of each named series of a run, null where it has none or it is no finite number; one statement for all runs of a page. */
export function metricValuesOf(
  context: GraphContext,
  runId: string,
  names: readonly string[],
  figure: SeriesFigure,
): Promise<(number | null)[]> {
  const loaders = loadersOfRequest.get(context) ?? new Map<string, DataLoader<string, (number | null)[]>>();
  loadersOfRequest.set(context, loaders);
  const key = JSON.stringify([figure, names]);
  let loader = loaders.get(key);
  if (loader === undefined) {
    loader = new DataLoader((runIds) => load(context, runIds, names, figure));
    loaders.set(key, loader);
  }
  return loader.load(runId);
}

async function load(
  context: GraphContext,
  runIds: readonly string[],
  names: readonly string[],
  figure: SeriesFigure,
): Promise<(number | null)[][]> {
  const { rows } = await context.pool.query<Row>(SQL, [runIds, names]);
  const byRun = new Map(
    rows.map((row) => [row.runId, new Map(row.names.map((name, index) => [name, row[figure][index] ?? null]))]),
  );
  return runIds.map((runId) =>
    names.map((name) => {
      const value = byRun.get(runId)?.get(name) ?? null;
      return Number.isFinite(value) ? value : null;
    }),
  );
}
