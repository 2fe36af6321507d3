import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import type { Curve } from "./curves.ts";

/** A series as curves are drawn from it; the operation says by `$times` whether its axis needs times. */
export const curveFragment = graphql(`
  fragment Curve on MetricSeries {
    name
    total
    pointsInRange
    reduced
    steps
    values
    minValues
    maxValues
    timesMs @include(if: $times)
  }
`);

export function readCurves(series: readonly FragmentOf<typeof curveFragment>[]): readonly Curve[] {
  return readFragment(curveFragment, series).map((curve) => ({ ...curve, timesMs: curve.timesMs ?? null }));
}
