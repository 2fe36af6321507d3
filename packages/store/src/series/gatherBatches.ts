import { runEventPayload } from "../notify/runEventPayload.ts";
import { type Entry, pointEntry } from "./entry.ts";
import type { LoggedBatch } from "./logBatches.ts";
import { requireStep, requireTimeMs } from "./pointRules.ts";
import type { SeriesAddition } from "./writePoints.ts";

export interface GatheredBatches {
  /** Each series once, its points sorted by step; of equal steps in the order they came. */
  readonly additions: readonly SeriesAddition[];
  readonly runs: readonly LoggedRun[];
}

/** What a transaction says of a run it wrote to. */
export interface LoggedRun {
  readonly id: string;
  /** The furthest step logged. */
  readonly step: number;
  /** For those who watch it, on the channel run_event. */
  readonly notification: string;
}

/** The points of batches by series, and what to say of their runs. */
export function gatherBatches(batches: readonly LoggedBatch[]): GatheredBatches {
  const bySeries = new Map<string, { runId: string; name: string; entries: Entry[] }>();
  const byRun = new Map<string, { fromStep: number; step: number; names: Set<string> }>();
  for (const { runId, points } of batches) {
    if (points.length === 0) continue;
    const run = byRun.get(runId) ?? { fromStep: Number.POSITIVE_INFINITY, step: 0, names: new Set<string>() };
    byRun.set(runId, run);
    for (const { series: name, step, value, atMs } of points) {
      requireStep("logBatches", name, step);
      requireTimeMs("logBatches", name, atMs);
      const key = `${runId} ${name}`;
      let series = bySeries.get(key);
      if (!series) {
        series = { runId, name, entries: [] };
        bySeries.set(key, series);
        run.names.add(name);
      }
      series.entries.push(pointEntry(step, value, atMs));
      if (step < run.fromStep) run.fromStep = step;
      if (step > run.step) run.step = step;
    }
  }
  for (const { entries } of bySeries.values()) {
    if (!isSorted(entries)) entries.sort((a, b) => a.lastStep - b.lastStep);
  }
  const runs = Array.from(byRun, ([id, { fromStep, step, names }]) => {
    const event = { runId: id, kind: "METRICS", fromStep, step, series: [...names] } as const;
    return { id, step, notification: runEventPayload(event) };
  });
  return { additions: [...bySeries.values()], runs };
}

function isSorted(entries: readonly Entry[]): boolean {
  for (let index = 1; index < entries.length; index++) {
    if ((entries[index] as Entry).lastStep < (entries[index - 1] as Entry).lastStep) return false;
  }
  return true;
}
