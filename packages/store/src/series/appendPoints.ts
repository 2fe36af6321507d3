import type { Pool } from "pg";
import { notify } from "../notify/channels.ts";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";
import { type Entry, pointEntry } from "./entry.ts";
import { requireStep, requireTimeMs } from "./pointRules.ts";
import { writePoints } from "./writePoints.ts";

export interface PointInput {
  readonly series: string;
  /** A whole number from 0 to 2^31 - 1. */
  readonly step: number;
  /** Any number: NaN and infinities are kept as they are. */
  readonly value: number;
  /** When it was measured, whole milliseconds since 1970. */
  readonly atMs?: number;
}

/**
 * Writes points of any series of the run. A step that is there already gets the new value; of equal steps in one call the later one counts.
 * Throws `LeaseLostError`.
 */
export async function appendPoints(
  pool: Pool,
  options: RunLease & { readonly points: readonly PointInput[] },
): Promise<void> {
  if (options.points.length === 0) return;
  const { runId } = options;
  const bySeries = groupBySeries(options.points);
  await underRunLease(pool, options, async (client) => {
    await writePoints(
      client,
      Array.from(bySeries, ([name, entries]) => ({ runId, name, entries })),
      "replace",
    );
    const steps = options.points.map((point) => point.step);
    await notify(client, "run_event", {
      runId,
      kind: "METRICS",
      fromStep: steps.reduce((least, step) => Math.min(least, step)),
      step: steps.reduce((greatest, step) => Math.max(greatest, step)),
      series: [...bySeries.keys()],
    });
  });
}

function groupBySeries(points: readonly PointInput[]): Map<string, Entry[]> {
  const bySeries = new Map<string, Map<number, Entry>>();
  for (const { series, step, value, atMs } of points) {
    requireStep("appendPoints", series, step);
    if (atMs !== undefined) requireTimeMs("appendPoints", series, atMs);
    const entries = bySeries.get(series) ?? new Map<number, Entry>();
    bySeries.set(series, entries.set(step, pointEntry(step, value, atMs)));
  }
  return new Map(
    Array.from(bySeries, ([name, entries]) => [name, [...entries.values()].sort((a, b) => a.lastStep - b.lastStep)]),
  );
}
