"use client";

import { Button, Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";
import { useQuery } from "urql";
import { curveColor } from "../../chart/palette.ts";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { useQueryState } from "../../url/useQueryState.ts";
import { ComparedCurves } from "../compare/ComparedCurves.tsx";
import { comparedRunFragment } from "../compare/comparedRun.ts";
import { bestRuns, runsOfPoints } from "./sweepPoints.ts";
import type { SweepGoal } from "./sweepRun.ts";
import { useSweepPoints } from "./useSweepPoints.ts";

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
const CHOICES = ["10", "25", String(RUNS_MOST)];

interface SweepCurvesProps {
  readonly sweepId: string;
  readonly metric: string;
  readonly goal: SweepGoal;
  readonly seedCount: number;
}

/** The curves of the best of all the sweep's runs over one another: of points with several seeds the mean of all of them with a band around it. */
export function SweepCurves({ sweepId, metric, goal, seedCount }: SweepCurvesProps) {
  const [apartText, setApart] = useQueryState("apart");
  const [mostText, setMost] = useQueryState("most");
  const most = CHOICES.includes(mostText ?? "") ? Number(mostText) : RUNS_MOST;
  const together = seedCount > 1 && apartText !== "1";
  const firstShown = useMemo(() => [...new Set([metric, "loss", "val/segm/AP"])].slice(0, 2), [metric]);
  const { points, error: pointsError, refetch: refetchPoints } = useSweepPoints(sweepId);
  const total = useMemo(() => runsOfPoints(points ?? []).length, [points]);
  const chosen = useMemo(
    () => bestRuns(points ?? [], { goal, most, byPoint: together }),
    [points, goal, most, together],
  );
  const idsText = chosen.map(({ id }) => id).join(",");
  // The same list as long as the same runs are the best, whatever they came to meanwhile.
  const ids = useMemo(() => (idsText === "" ? [] : idsText.split(",")), [idsText]);
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
  const failed = pointsError ?? (fetching ? undefined : error);
  if (points === null || (!read && ids.length > 0)) {
    const retry = pointsError ? refetchPoints : refetch;
    return failed ? (
      <ErrorState message={describeError(failed)} onRetry={() => retry({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={330} radius="lg" role="status" aria-label="Loading curves" />
    );
  }
  if (compared.every(({ step }) => step === 0)) {
    return (
      <Text size="sm" c="dimmed">
        No run has completed a step yet.
      </Text>
    );
  }
  const shownPoints = new Set(chosen.map(({ point }) => point.number)).size;
  // The groups that a sweep makes are its points, unless the launch named another group.
  const isGroupedByPoint = new Set(compared.map(({ group }) => group)).size === shownPoints;
  return (
    <>
      <Group gap="xs" mb="sm">
        {seedCount > 1 ? (
          <Button variant="default" size="xs" onClick={() => setApart(together ? "1" : null)}>
            {together ? "Show each run" : "Show the mean of each point"}
          </Button>
        ) : null}
        {total > Number(CHOICES[0]) ? (
          <SegmentedControl
            size="xs"
            aria-label="Maximum number of runs shown"
            data={CHOICES.map((value) => ({ value, label: `best ${value}` }))}
            value={String(most)}
            onChange={(value) => setMost(Number(value) === RUNS_MOST ? null : value)}
          />
        ) : null}
        <Button variant="default" size="xs" component={PageLink} href={`/runs/compare?ids=${idsText}&tab=relations`}>
          Compare {formatQuantity(ids.length, "run")}
        </Button>
        {total > ids.length ? (
          <Text size="sm" c="dimmed">
            {together ? `The best ${formatCount(shownPoints)} of ${formatCount(points.length)} points, ` : "The best "}
            {formatCount(ids.length)} of {formatCount(total)} runs.
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
