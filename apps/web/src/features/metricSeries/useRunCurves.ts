"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type UseQueryExecute, useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import type { RunEvent } from "../run/useRunEvents.ts";
import { placesOf, type RunClock, stepsOfRange } from "./curveAxis.ts";
import { curveFragment, readCurves } from "./curveFragment.ts";
import { addLivePoints, type Curve, continueCurves, type LivePoints } from "./curves.ts";
import type { CurveView } from "./useCurveView.ts";

/** About one bucket per pixel of a wide chart. */
const POINTS = 1_200;
/** After so many live points the stored series is read anew, so that an open page does not grow without bound. */
const LIVE_POINTS_MOST = 4_000;

const runSeriesQuery = graphql(
  `
    query RunSeries($id: ID!, $points: Int!, $fromStep: Int, $toStep: Int, $times: Boolean!) {
      run(id: $id) {
        id
        series(points: $points, fromStep: $fromStep, toStep: $toStep, digits: 6) {
          ...Curve
        }
      }
    }
  `,
  [curveFragment],
);

/**
 * A run's curves, continued live. A range of the axis is drawn from the whole at once, and read at finer resolution after that.
 *
 * @param events is called with a listener and gives the function that stops listening.
 */
export function useRunCurves(
  runId: string,
  { axis, range }: Pick<CurveView, "axis" | "range">,
  clock: RunClock,
  events: (listener: (event: RunEvent) => void) => () => void,
) {
  const times = axis === "time";
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runSeriesQuery,
    variables: { id: runId, points: POINTS, times },
    requestPolicy: "cache-and-network",
  });
  const series = data?.run?.series;
  const read = useMemo(() => series && readCurves(series), [series]);
  const { heard, forget } = useHeardPoints(events, refetch);
  const { stepsPerEpoch, startedAt } = clock;
  const steps = useMemo(() => {
    if (!range || !read) return null;
    // Curves that were read whole need no finer reading, and their points lie too far apart to say where one begins.
    const placed = read.flatMap((curve) => {
      if (!curve.reduced) return [];
      const xs = placesOf(curve, axis, { stepsPerEpoch, startedAt });
      return xs ? [{ steps: curve.steps, xs }] : [];
    });
    return stepsOfRange(placed, range);
  }, [read, range, axis, stepsPerEpoch, startedAt]);
  const [{ data: finer }] = useQuery({
    query: runSeriesQuery,
    variables: { id: runId, points: POINTS, times, ...(steps ?? { fromStep: null, toStep: null }) },
    pause: steps === null,
  });

  const heardCount = heard.reduce((most, series) => Math.max(most, series.steps.length), 0);
  useEffect(() => {
    if (heardCount < LIVE_POINTS_MOST) return;
    forget();
    refetch({ requestPolicy: "network-only" });
  }, [heardCount, forget, refetch]);

  const finerSeries = steps === null ? undefined : finer?.run?.series;
  const curves = useMemo<readonly Curve[] | null>(() => {
    if (!read) return null;
    const last = read.reduce((most, { steps: own }) => Math.max(most, own.at(-1) ?? most), Number.NEGATIVE_INFINITY);
    const zoomed = finerSeries && readCurves(finerSeries);
    const finest = read.map((curve) => (curve.reduced && zoomed?.find(({ name }) => name === curve.name)) || curve);
    // Beyond the end of what is shown nothing is added.
    if (zoomed && steps && steps.toStep < last) return finest;
    return continueCurves(finest, heard);
  }, [read, finerSeries, steps, heard]);

  return { curves, error, fetching, refetch };
}

/** The points that events bring, until what was read holds them too. */
function useHeardPoints(events: (listener: (event: RunEvent) => void) => () => void, refetch: UseQueryExecute) {
  const [heard, setHeard] = useState<readonly LivePoints[]>([]);
  const claim = useRef<string | null>(null);
  const forget = useCallback(() => setHeard([]), []);
  useEffect(
    () =>
      events(({ run, points, missed }) => {
        // Claims are counted anew with every checkpoint, so that their number alone does not tell of a resume.
        const present = `${run.attempt} ${run.resumes.length}`;
        const resumed = claim.current !== null && claim.current !== present;
        claim.current = present;
        if (resumed || missed) {
          // Steps after the checkpoint were taken back, or more came than was told: what was heard and read of them no longer holds.
          setHeard([]);
          refetch({ requestPolicy: "network-only" });
        }
        if (points.length > 0) setHeard((before) => addLivePoints(resumed || missed ? [] : before, points));
      }),
    [events, refetch],
  );
  return { heard, forget };
}
