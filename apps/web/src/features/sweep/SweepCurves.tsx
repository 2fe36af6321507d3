"use client";

import { Button, Group, Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";
import { useQuery } from "urql";
import { curveColor } from "../../chart/palette.ts";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../shell/PageLink.tsx";
import { useQueryState } from "../../url/useQueryState.ts";
import { ComparedCurves } from "../compare/ComparedCurves.tsx";
import { comparedRunFragment } from "../compare/comparedRun.ts";
import { betterFirst, type SweepGoal, type SweepRun } from "./sweepRun.ts";

const sweepCurvesQuery = graphql(
  `
    query SweepCurves($ids: [ID!]!) {
      runsById(ids: $ids) {
        id
        ...ComparedRun
      }
    }
  `,
  [comparedRunFragment],
);

/** As many as the graph compares at once. */
const RUNS_MOST = 50;

interface SweepCurvesProps {
  readonly runs: readonly SweepRun[];
  readonly metric: string;
  readonly goal: SweepGoal;
  readonly seedCount: number;
}

/** The curves of the sweep's best runs over one another: of points with several seeds the mean with a band around it. */
export function SweepCurves({ runs, metric, goal, seedCount }: SweepCurvesProps) {
  const [apartText, setApart] = useQueryState("apart");
  const firstShown = useMemo(() => [...new Set([metric, "loss", "val/segm/AP"])].slice(0, 2), [metric]);
  const ids = useMemo(() => {
    const better = betterFirst(goal);
    const started = runs.filter(({ step }) => step > 0).sort((a, b) => better(a.sweepValue, b.sweepValue));
    const chosen = new Set(started.slice(0, RUNS_MOST).map(({ id }) => id));
    // In the order they were planned, so that a run keeps its colour while others overtake it.
    return runs.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  }, [runs, goal]);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: sweepCurvesQuery,
    variables: { ids },
    pause: ids.length === 0,
    requestPolicy: "cache-and-network",
  });
  const read = data?.runsById;
  const compared = useMemo(
    () => readFragment(comparedRunFragment, read ?? []).map((run, index) => ({ ...run, color: curveColor(index) })),
    [read],
  );
  // The groups that a sweep makes are its points, unless the launch named another group.
  const isGroupedByPoint =
    new Set(compared.map(({ group }) => group)).size ===
    new Set(runs.filter(({ id }) => ids.includes(id)).map(({ sweepPoint }) => sweepPoint)).size;
  const together = seedCount > 1 && apartText !== "1";

  if (ids.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No run has taken a step yet.
      </Text>
    );
  }
  if (!read) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={330} radius="lg" role="status" aria-label="Loading curves" />
    );
  }
  const startedCount = runs.filter(({ step }) => step > 0).length;
  return (
    <>
      <Group gap="xs" mb="sm">
        {seedCount > 1 ? (
          <Button variant="default" size="xs" onClick={() => setApart(together ? "1" : null)}>
            {together ? "Show each run" : "Mean of each point"}
          </Button>
        ) : null}
        <Button
          variant="default"
          size="xs"
          component={PageLink}
          href={`/runs/compare?ids=${ids.join(",")}&tab=relations`}
        >
          Compare {formatQuantity(ids.length, "run")}
        </Button>
        {startedCount > ids.length ? (
          <Text size="sm" c="dimmed">
            The best {ids.length} of {startedCount} runs.
          </Text>
        ) : null}
      </Group>
      <ComparedCurves
        ids={ids}
        runs={compared}
        by={together ? (isGroupedByPoint ? "group" : "replicates") : null}
        firstShown={firstShown}
      />
    </>
  );
}
