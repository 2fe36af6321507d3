"use client";

import { Skeleton, Stack } from "@mantine/core";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { SweepPointsTable } from "./SweepPointsTable.tsx";
import { SweepScatter } from "./SweepScatter.tsx";
import type { SweepGoal } from "./sweepRun.ts";
import { useSweepPoints } from "./useSweepPoints.ts";

interface SweepResultsProps {
  readonly sweepId: string;
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
  readonly goal: SweepGoal;
  readonly seedCount: number;
}

/** What all runs of a sweep came to: each setting against the metric, and the points. */
export function SweepResults({ sweepId, dimensions, metric, goal, seedCount }: SweepResultsProps) {
  const { points, error, refetch } = useSweepPoints(sweepId);
  if (points === null) {
    return error ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={300} radius="lg" role="status" aria-label="Loading results" />
    );
  }
  return (
    <Stack gap="md">
      <SweepScatter points={points} dimensions={dimensions} metric={metric} />
      <SweepPointsTable points={points} dimensions={dimensions} metric={metric} goal={goal} seedCount={seedCount} />
    </Stack>
  );
}
