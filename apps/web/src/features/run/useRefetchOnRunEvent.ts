"use client";

import { useEffect } from "react";
import type { UseQueryExecute } from "urql";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import type { RunEvent, RunEventListener } from "./useRunEvents.ts";

/** Reads a query anew when the run tells of one of these kinds, when it changes its status, and after a lost connection. */
export function useRefetchOnRunEvent(
  events: (listener: RunEventListener) => () => void,
  kinds: readonly RunEvent["kind"][],
  refetch: UseQueryExecute,
): void {
  const { reconnections } = useConnectionStatus();
  const wanted = kinds.join();
  useEffect(
    () =>
      events(({ kind }) => {
        if (kind === "STATUS" || wanted.split(",").includes(kind)) refetch({ requestPolicy: "network-only" });
      }),
    [events, wanted, refetch],
  );
  useEffect(() => {
    if (reconnections > 0) refetch({ requestPolicy: "network-only" });
  }, [reconnections, refetch]);
}
