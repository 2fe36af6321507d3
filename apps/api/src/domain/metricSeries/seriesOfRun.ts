import { readSeriesOfRuns, type SeriesData, type SeriesExcerpt } from "@maskyard/store";
import DataLoader from "dataloader";
import type { GraphContext } from "../../graph/builder/context.ts";

const loadersOfRequest = new WeakMap<GraphContext, Map<string, DataLoader<string, SeriesData[]>>>();

/** An excerpt of a run's series; one read for all runs of a request that want the same one. */
export function seriesOfRun(context: GraphContext, runId: string, excerpt: SeriesExcerpt): Promise<SeriesData[]> {
  const loaders = loadersOfRequest.get(context) ?? new Map<string, DataLoader<string, SeriesData[]>>();
  loadersOfRequest.set(context, loaders);
  const key = JSON.stringify(excerpt);
  let loader = loaders.get(key);
  if (loader === undefined) {
    loader = new DataLoader(async (runIds) => {
      const byRun = await readSeriesOfRuns(context.pool, { ...excerpt, runIds });
      return runIds.map((id) => byRun.get(id) ?? []);
    });
    loaders.set(key, loader);
  }
  return loader.load(runId);
}
