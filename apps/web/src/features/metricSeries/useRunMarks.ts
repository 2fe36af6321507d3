"use client";

import { useMemo } from "react";
import { useQuery } from "urql";
import type { ChartMark } from "../../chart/types.ts";
import { formatCount } from "../../format/formatNumber.ts";
import { formatDateTime } from "../../format/formatTime.ts";
import { graphql } from "../../graph/graphql.ts";
import { useRefetchOnRunEvent } from "../run/useRefetchOnRunEvent.ts";
import type { RunEventListener } from "../run/useRunEvents.ts";
import { type AxisKind, placesOf, type RunClock } from "./curveAxis.ts";

const runMarksQuery = graphql(`
  query RunMarks($id: ID!) {
    run(id: $id) {
      id
      stepsPerEpoch
      startedAt
      resumes {
        step
        at
      }
      checkpoints {
        id
        step
        best
        createdAt
      }
    }
  }
`);

const KINDS = ["CHECKPOINT", "EVALUATION"] as const;

/** What places a run's points on an axis, and what is marked there: its checkpoints, and where it went on after it was cut off. */
export function useRunMarks(
  runId: string,
  axis: AxisKind,
  events: (listener: RunEventListener) => () => void,
): { clock: RunClock; marks: readonly ChartMark[] } {
  const [{ data }, refetch] = useQuery({
    query: runMarksQuery,
    variables: { id: runId },
    requestPolicy: "cache-and-network",
  });
  useRefetchOnRunEvent(events, KINDS, refetch);
  const run = data?.run;
  const stepsPerEpoch = run?.stepsPerEpoch ?? null;
  const startedAt = run?.startedAt ?? null;
  const clock = useMemo(() => ({ stepsPerEpoch, startedAt }), [stepsPerEpoch, startedAt]);
  const marks = useMemo<ChartMark[]>(() => {
    if (!run) return [];
    const place = (step: number, at: string) =>
      placesOf({ steps: [step], timesMs: [Date.parse(at)] }, axis, clock)?.[0];
    const marked = (kind: ChartMark["kind"], step: number, at: string, label: string): ChartMark[] => {
      const x = place(step, at);
      return x === undefined ? [] : [{ kind, x, label }];
    };
    return [
      ...run.resumes.flatMap(({ step, at }) =>
        marked("resume", step, at, `resumed from step ${formatCount(step)}, ${formatDateTime(at)}`),
      ),
      ...run.checkpoints.flatMap(({ step, best, createdAt }) =>
        marked(
          best ? "best checkpoint" : "checkpoint",
          step,
          createdAt,
          `${best ? "best " : ""}checkpoint of step ${formatCount(step)}`,
        ),
      ),
    ];
  }, [run, axis, clock]);
  return { clock, marks };
}
