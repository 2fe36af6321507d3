"use client";

import { useEffect, useRef } from "react";
import { type UseQueryExecute, useSubscription } from "urql";
import { graphql } from "../../graph/graphql.ts";

const sweepRunsChanged = graphql(`
  subscription SweepRunsChanged {
    runsChanged {
      id
      status
      step
      sweep {
        id
      }
    }
  }
`);

/** Runs in training change several times a second: read again at most this often. */
const REFRESH_MS = 2_000;

/**
 * Reads a query anew when a run of the sweep changed (of any sweep when null), at most once in `refreshMs`; never while nothing changes.
 */
export function useRefetchOnRunsChanged(
  sweepId: string | null,
  refetch: UseQueryExecute,
  refreshMs = REFRESH_MS,
): void {
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(refetch);
  latest.current = refetch;
  useSubscription({ query: sweepRunsChanged }, (_before, change) => {
    const { sweep } = change.runsChanged;
    if (sweep !== null && (sweepId === null || sweep.id === sweepId) && waiting.current === null) {
      waiting.current = setTimeout(() => {
        waiting.current = null;
        latest.current({ requestPolicy: "network-only" });
      }, refreshMs);
    }
    return change;
  });
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current);
    },
    [],
  );
}
