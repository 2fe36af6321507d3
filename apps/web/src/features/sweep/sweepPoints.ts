import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { betterFirst, type SweepGoal } from "./sweepRun.ts";

/** All points of a sweep with what all their runs have of its metric: a sweep of thousands of runs in one answer. */
export const sweepPointsQuery = graphql(`
  query SweepPoints($id: ID!) {
    sweep(id: $id) {
      id
      points {
        number
        values
        runIds
        runNumbers
        runValues
        runsStopped
        count
        mean
        deviation
        min
        max
      }
    }
  }
`);

export type SweepPoint = NonNullable<ResultOf<typeof sweepPointsQuery>["sweep"]>["points"][number];

/** A run by its place among the points. */
export interface SweepPointRun {
  readonly id: string;
  readonly number: number;
  readonly point: SweepPoint;
  /** The best of the sweep's metric so far. */
  readonly value: number | null;
  /** Whether the sweep ended it early. */
  readonly stopped: boolean;
}

/** The runs of all points, in the order they were planned. */
export function runsOfPoints(points: readonly SweepPoint[]): SweepPointRun[] {
  return points.flatMap((point) =>
    point.runIds.map((id, index) => ({
      id,
      number: point.runNumbers[index] ?? 0,
      point,
      value: point.runValues[index] ?? null,
      stopped: point.runsStopped[index] ?? false,
    })),
  );
}

/** A varied setting of a point. */
export function settingOf(point: SweepPoint, setting: string): unknown {
  return ((point.values ?? {}) as Readonly<Record<string, unknown>>)[setting] ?? null;
}

/** Best mean first. */
export function rankPoints(points: readonly SweepPoint[], goal: SweepGoal): SweepPoint[] {
  const better = betterFirst(goal);
  return [...points].sort((a, b) => better(a.mean, b.mean) || a.number - b.number);
}

/**
 * The best runs, at most `most`: those of the points with the best means, whole points as long as they fit, or the best ones whatever their point. They come in the order they were
 * planned, so that a run keeps its colour while others overtake it.
 */
export function bestRuns(
  points: readonly SweepPoint[],
  { goal, most, byPoint }: { readonly goal: SweepGoal; readonly most: number; readonly byPoint: boolean },
): SweepPointRun[] {
  const better = betterFirst(goal);
  const chosen = new Set<string>();
  if (byPoint) {
    for (const { runIds } of rankPoints(points, goal)) {
      if (chosen.size > 0 && chosen.size + runIds.length > most) break;
      for (const id of runIds.slice(0, most)) chosen.add(id);
    }
  } else {
    const ranked = runsOfPoints(points).sort((a, b) => better(a.value, b.value));
    for (const { id } of ranked.slice(0, most)) chosen.add(id);
  }
  return runsOfPoints(points).filter(({ id }) => chosen.has(id));
}
