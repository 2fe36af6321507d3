"use client";

import { useCallback, useRef } from "react";
import { useSubscription } from "urql";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { runProgressFragment } from "./runProgressFragment.ts";

const runEventsSubscription = graphql(
  `
  subscription RunEvents($id: ID!) {
    runEvents(runId: $id) {
      kind
      run {
        id
        resumes {
          step
          at
        }
        failureReason
        ...RunProgress
      }
      points {
        name
        steps
        values
        timesMs
      }
      logLines {
        index
        at
        level
        text
      }
      missed
    }
  }
`,
  [runProgressFragment],
);

export type RunEvent = ResultOf<typeof runEventsSubscription>["runEvents"];
export type RunEventListener = (event: RunEvent) => void;

/**
 * Hears a run's events and hands each to every listener, in order and without loss: a state that holds "the last event" would
 * skip those that arrive between two renders.
 *
 * @returns a stable function that adds a listener and gives the function that removes it.
 */
export function useRunEvents(runId: string): (listener: RunEventListener) => () => void {
  const listeners = useRef(new Set<RunEventListener>());
  useSubscription({ query: runEventsSubscription, variables: { id: runId } }, (_before, result) => {
    for (const listener of listeners.current) listener(result.runEvents);
    return result;
  });
  return useCallback((listener: RunEventListener) => {
    listeners.current.add(listener);
    return () => listeners.current.delete(listener);
  }, []);
}
