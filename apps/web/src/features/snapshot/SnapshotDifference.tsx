"use client";

import { Skeleton } from "@mantine/core";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { DifferenceView, differenceFragment } from "./DifferenceView.tsx";

const snapshotDiffQuery = graphql(
  `
    query SnapshotDiff($fromId: ID!, $toId: ID!) {
      snapshotDiff(fromId: $fromId, toId: $toId) {
        ...Difference
      }
    }
  `,
  [differenceFragment],
);

interface SnapshotDifferenceProps {
  readonly datasetId: string;
  readonly fromId: string;
  readonly toId: string;
}

/** The difference from one snapshot to another. */
export function SnapshotDifference({ datasetId, fromId, toId }: SnapshotDifferenceProps) {
  const [{ data, error, fetching }, refetch] = useQuery({ query: snapshotDiffQuery, variables: { fromId, toId } });
  if (data?.snapshotDiff) return <DifferenceView difference={data.snapshotDiff} datasetId={datasetId} />;
  if (fetching) return <Skeleton h={160} role="status" aria-label="Comparing the snapshots" />;
  return (
    <ErrorState
      message={error ? describeError(error) : "One of the snapshots no longer exists."}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
    />
  );
}
