import { curveColor } from "../../chart/palette.ts";
import { smoothValues } from "../../chart/smoothValues.ts";
import type { ChartCurve } from "../../chart/types.ts";
import { groupRuns } from "./groupRuns.ts";
import { type BandKind, meanAndBand } from "./meanAndBand.ts";
import type { PlacedRun } from "./useComparedCurves.ts";

/** The runs' curves of one name, each in its run's colour. */
export function curvesOfRuns(placed: readonly PlacedRun[], name: string, hidden: readonly string[]): ChartCurve[] {
  return placed.flatMap(({ run, curves }) => {
    const curve = curves.get(name);
    return curve && !hidden.includes(run.id) ? [{ ...curve, key: run.id, label: run.name, color: run.color }] : [];
  });
}

/**
 * For each group of runs the mean of their curves of one name, with a band around it. Each curve is smoothed before: what the band tells of is
 * how the runs differ, not how noisy they are.
 */
export function curvesOfGroups(
  placed: readonly PlacedRun[],
  name: string,
  options: {
    readonly by: string;
    readonly band: BandKind;
    readonly smoothing: number;
    readonly hidden: readonly string[];
  },
): ChartCurve[] {
  const byId = new Map(placed.map(({ run, curves }) => [run.id, curves.get(name)]));
  const groups = groupRuns(
    placed.map(({ run }) => run),
    options.by,
  );
  return groups.flatMap(({ key, label, runs }, index) => {
    if (options.hidden.includes(key)) return [];
    const curves = runs.flatMap(({ id }) => byId.get(id) ?? []);
    const { xs, mean, low, high } = meanAndBand(
      curves.map(({ xs, values }) => ({ xs, values: smoothValues(values, options.smoothing) })),
      options.band,
    );
    if (xs.length === 0) return [];
    return [
      {
        key,
        label: `${label} (${curves.length})`,
        color: curveColor(index),
        xs,
        // A mean's places are of several runs; none of them is a step of its own.
        steps: xs.map(Math.round),
        values: mean,
        minValues: low,
        maxValues: high,
      },
    ];
  });
}
