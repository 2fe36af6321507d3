"use client";

import { useEffect } from "react";
import type { UseQueryExecute } from "urql";
import type { RunEvent, RunEventListener } from "./useRunEvents.ts";

/** Reads a query anew when the run tells of one of these kinds and when it changes its status. */
export function useRefetchOnRunEvent(
  events: (listener: RunEventListener) => () => void,
  kinds: readonly RunEvent["kind"][],
  refetch: UseQueryExecute,
): void {
  const wanted = kinds.join();
  useEffect(
    () =>
      events(({ kind }) => {
        if (kind === "STATUS" || wanted.split(",").includes(kind)) refetch({ requestPolicy: "network-only" });
      }),
    [events, wanted, refetch],
  );
}
