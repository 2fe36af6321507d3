"use client";

import { useEffect, useMemo, useRef } from "react";
import { useClient, useQuery, useSubscription } from "urql";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { placesOf, stepsOfRange } from "../metricSeries/curveAxis.ts";
import { curveFragment, readCurves } from "../metricSeries/curveFragment.ts";
import type { Curve } from "../metricSeries/curves.ts";
import type { CurveView } from "../metricSeries/useCurveView.ts";
import { isLive } from "../run/RunStatusBadge.tsx";
import { type ComparedRun, comparedMetricsFragment } from "./comparedRun.ts";

const compareCurvesQuery = graphql(
  `
    query CompareCurves($ids: [ID!]!, $names: [String!]!, $points: Int!, $fromStep: Int, $toStep: Int, $times: Boolean!) {
      runsById(ids: $ids) {
        id
        series(names: $names, points: $points, fromStep: $fromStep, toStep: $toStep, digits: 5) {
          ...Curve
        }
      }
    }
  `,
  [curveFragment],
);

const comparedRunsChanged = graphql(
  `
  subscription ComparedRunsChanged {
    runsChanged {
      id
      status
      step
      bestValue
      finishedAt
      ...ComparedMetrics
    }
  }
`,
  [comparedMetricsFragment],
);

/** Curves of runs that still train are read anew at most this often. */
const REFRESH_MS = 2_000;

/** With few runs a bucket a pixel, with fifty one every four: what each page transfers stays about the same. */
export function pointsPerCurve(runCount: number): number {
  if (runCount <= 4) return 1_000;
  return runCount <= 12 ? 600 : 300;
}

/** A run with its curves on the axis, by their names; those that cannot be placed there are missing. */
export interface PlacedRun {
  readonly run: ComparedRun;
  readonly curves: ReadonlyMap<string, Curve & { readonly xs: readonly number[] }>;
}

/**
 * The named curves of all runs in one answer, finer where the view is zoomed, and again as runs get on. They are asked for by the runs' ids, while
 * what else is known of the runs is on its way.
 */
export function useComparedCurves(
  ids: readonly string[],
  runs: readonly ComparedRun[],
  names: readonly string[],
  view: CurveView,
) {
  const client = useClient();
  const asked = { ids: [...ids], names: [...names], points: pointsPerCurve(ids.length), times: view.axis === "time" };
  const [{ data, error, fetching }, refetch] = useQuery({
    query: compareCurvesQuery,
    variables: asked,
    pause: names.length === 0,
    requestPolicy: "cache-and-network",
  });
  const whole = useMemo(() => place(runs, data?.runsById, view.axis), [runs, data, view.axis]);
  const steps = useMemo(() => {
    if (!view.range) return null;
    const curves = whole.flatMap((run) => [...run.curves.values()].filter(({ reduced }) => reduced));
    return stepsOfRange(curves, view.range);
  }, [whole, view.range]);
  const [{ data: finer }] = useQuery({
    query: compareCurvesQuery,
    variables: { ...asked, ...steps },
    pause: steps === null || names.length === 0,
  });
  const zoomed = useMemo(
    () => (steps === null ? [] : place(runs, finer?.runsById, view.axis)),
    [steps, runs, finer, view.axis],
  );
  const placed = useMemo(
    () =>
      whole.map(({ run, curves }, index) => {
        const fine = zoomed[index]?.curves;
        return {
          run,
          curves: new Map(Array.from(curves, ([name, curve]) => [name, (curve.reduced && fine?.get(name)) || curve])),
        };
      }),
    [whole, zoomed],
  );

  // What a live run's answer brings goes through the cache into the query above.
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(asked);
  latest.current = asked;
  const liveIds = runs.filter(({ status }) => isLive(status)).map(({ id }) => id);
  useSubscription({ query: comparedRunsChanged, pause: liveIds.length === 0 }, (_before, change) => {
    const { id } = change.runsChanged;
    if (ids.includes(id) && waiting.current === null) {
      waiting.current = setTimeout(() => {
        waiting.current = null;
        client
          .query(compareCurvesQuery, { ...latest.current, ids: liveIds }, { requestPolicy: "network-only" })
          .toPromise();
      }, REFRESH_MS);
    }
    return change;
  });
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
    },
    [],
  );
  return { placed, loading: data === undefined && fetching, error, refetch };
}

type ReadRuns = ResultOf<typeof compareCurvesQuery>["runsById"];

function place(runs: readonly ComparedRun[], read: ReadRuns | undefined, axis: CurveView["axis"]): PlacedRun[] {
  const byId = new Map(read?.map(({ id, series }) => [id, series]));
  return runs.map((run) => ({
    run,
    curves: new Map(
      readCurves(byId.get(run.id) ?? []).flatMap((curve) => {
        const xs = placesOf(curve, axis, run);
        return xs ? [[curve.name, { ...curve, xs }] as const] : [];
      }),
    ),
  }));
}
