import type { Pool } from "pg";
import { notify } from "../notify/channels.ts";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";
import { cutChunks, indexOfStep } from "./chunkRows.ts";
import { recordCut } from "./seriesChanges.ts";
import { deleteSeriesRows, readSeriesRows, type SeriesSummary, summarise, updateSeriesRows } from "./seriesRows.ts";

/**
 * Removes the points with a step greater than `step` from every series of the run, also from within chunks: what a run resumed from its
 * checkpoint of that step has to forget. A series without a point left goes too. Throws `LeaseLostError`.
 */
export async function truncatePointsAfter(pool: Pool, options: RunLease & { readonly step: number }): Promise<void> {
  await underRunLease(pool, options, async (client) => {
    const summaries: SeriesSummary[] = [];
    const emptied: string[] = [];
    for (const series of await readSeriesRows(client, options.runId)) {
      if (series.lastStep === null || series.lastStep <= options.step) continue;
      const count = await indexOfStep(client, series, options.step + 1);
      await cutChunks(client, series, count);
      const whole = await summarise(client, { ...series, count });
      if (whole) summaries.push({ id: series.id, count, whole });
      else emptied.push(series.id);
      await recordCut(client, { runId: options.runId, name: series.name }, { count, step: whole?.lastStep ?? null });
    }
    await updateSeriesRows(client, summaries);
    await deleteSeriesRows(client, emptied);
    await notify(client, "run_event", { runId: options.runId, kind: "STATUS", step: options.step });
  });
}
