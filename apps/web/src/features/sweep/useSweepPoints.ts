"use client";

import { useQuery } from "urql";
import { sweepPointsQuery } from "./sweepPoints.ts";
import { useRefetchOnRunsChanged } from "./useRefetchOnRunsChanged.ts";

/** Points are read anew at most this often, the more of them the less: two thousand take some hundred KB. */
const REFRESH_MS = 2_000;
const REFRESH_MS_A_POINT = 5;

/** The points of a sweep, again as its runs get on. */
export function useSweepPoints(sweepId: string) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: sweepPointsQuery,
    variables: { id: sweepId },
    requestPolicy: "cache-and-network",
  });
  const points = data?.sweep?.points ?? null;
  useRefetchOnRunsChanged(sweepId, refetch, Math.max(REFRESH_MS, (points?.length ?? 0) * REFRESH_MS_A_POINT));
  return { points, error: fetching ? undefined : error, refetch };
}
