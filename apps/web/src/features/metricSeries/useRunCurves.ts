"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useQuery } from "urql";
import type { StepRange } from "../../chart/types.ts";
import { graphql } from "../../graph/graphql.ts";
import type { RunEvent } from "../run/useRunEvents.ts";
import { addLivePoints, type Curve, continueCurves, type LivePoints } from "./curves.ts";

/** About one bucket per pixel of a wide chart. */
const POINTS = 1_200;
/** After so many live points the stored series is read anew, so that an open page does not grow without bound. */
const LIVE_POINTS_MOST = 4_000;

const runSeriesQuery = graphql(`
  query RunSeries($id: ID!, $points: Int!, $fromStep: Int, $toStep: Int) {
    run(id: $id) {
      id
      series(points: $points, fromStep: $fromStep, toStep: $toStep) {
        name
        total
        reduced
        steps
        values
        minValues
        maxValues
      }
    }
  }
`);

/**
 * A run's curves, continued live. A range reads its steps at finer resolution.
 *
 * @param events is called with a listener and gives the function that stops listening.
 */
export function useRunCurves(
  runId: string,
  range: StepRange | null,
  events: (listener: (event: RunEvent) => void) => () => void,
  reconnections: number,
) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runSeriesQuery,
    variables: { id: runId, points: POINTS, fromStep: range?.fromStep ?? null, toStep: range?.toStep ?? null },
    requestPolicy: "cache-and-network",
  });
  const [heard, setHeard] = useState<readonly LivePoints[]>([]);
  const attempt = useRef<number | null>(null);

  useEffect(
    () =>
      events((event) => {
        const resumed = attempt.current !== null && attempt.current !== event.run.attempt;
        attempt.current = event.run.attempt;
        if (resumed) {
          // Steps after the checkpoint were taken back: what was heard and read of them no longer holds.
          setHeard([]);
          refetch({ requestPolicy: "network-only" });
        }
        if (event.points.length > 0) setHeard((before) => addLivePoints(resumed ? [] : before, event.points));
      }),
    [events, refetch],
  );

  useEffect(() => {
    if (reconnections > 0) refetch({ requestPolicy: "network-only" });
  }, [reconnections, refetch]);

  const heardCount = heard.reduce((most, series) => Math.max(most, series.steps.length), 0);
  useEffect(() => {
    if (heardCount < LIVE_POINTS_MOST) return;
    setHeard([]);
    refetch({ requestPolicy: "network-only" });
  }, [heardCount, refetch]);

  const read = data?.run?.series;
  const curves = useMemo<readonly Curve[] | null>(() => {
    if (!read) return null;
    // Beyond a range's end nothing is shown, so nothing is added.
    return range ? read : continueCurves(read, heard);
  }, [read, heard, range]);

  return { curves, error, fetching, refetch };
}
