"use client";

import { useEffect } from "react";
import { type UseQueryExecute, useSubscription } from "urql";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { graphql } from "../../graph/graphql.ts";

const sweepRunsChanged = graphql(`
  subscription SweepRunsChanged {
    runsChanged {
      id
      status
      step
      bestValue
    }
  }
`);

/** Changes of many runs that come together are one reason to read again. */
const TOGETHER_MS = 1_000;

/** Reads a query anew when runs changed and after a lost connection; never while nothing changes. */
export function useRefetchOnRunsChanged(refetch: UseQueryExecute): void {
  const [{ data }] = useSubscription({ query: sweepRunsChanged });
  const { reconnections } = useConnectionStatus();
  useEffect(() => {
    if (data === undefined) return;
    const timer = setTimeout(() => refetch({ requestPolicy: "network-only" }), TOGETHER_MS);
    return () => clearTimeout(timer);
  }, [data, refetch]);
  useEffect(() => {
    if (reconnections > 0) refetch({ requestPolicy: "network-only" });
  }, [reconnections, refetch]);
}
