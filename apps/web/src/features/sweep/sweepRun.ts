import { graphql, type ResultOf } from "../../graph/graphql.ts";

/** A run as a row of its sweep's table. */
export const sweepRunFragment = graphql(`
  fragment SweepRun on Run {
    id
    number
    name
    status
    cancelRequested
    seed
    step
    totalSteps
    sweepPoint
    sweepValue
    sweepStop {
      rung
      rungs
      step
      metric
      value
      needed
    }
  }
`);

export type SweepRun = ResultOf<typeof sweepRunFragment>;
export type SweepGoal = "MAXIMIZE" | "MINIMIZE";

/** Compares two values of a sweep's metric, the better one first and none last. */
export function betterFirst(goal: SweepGoal): (a: number | null, b: number | null) => number {
  return (a, b) => {
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    return goal === "MAXIMIZE" ? b - a : a - b;
  };
}
