"use client";

import { Button, Skeleton } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useQuery, useSubscription } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { isLive } from "../run/RunStatusBadge.tsx";
import { ComparedCurves, comparedCurvesFragment } from "./ComparedCurves.tsx";
import { ConfigurationComparison, comparedConfigurationFragment } from "./ConfigurationComparison.tsx";
import { comparedResultsFragment, ResultsComparison } from "./ResultsComparison.tsx";
import { comparedSnapshotFragment, SnapshotNote } from "./SnapshotNote.tsx";

const compareQuery = graphql(
  `
    query CompareRuns($ids: [ID!]!) {
      runsById(ids: $ids) {
        id
        name
        status
        ...ComparedCurves
        ...ComparedConfiguration
        ...ComparedResults
        ...ComparedSnapshot
      }
    }
  `,
  [comparedCurvesFragment, comparedConfigurationFragment, comparedResultsFragment, comparedSnapshotFragment],
);

const comparedRunsChanged = graphql(`
  subscription ComparedRunsChanged {
    runsChanged {
      id
      status
      step
      bestValue
      finishedAt
    }
  }
`);

/** How often the curves of runs that still train are read anew. */
const LIVE_REFRESH_MS = 4_000;

/** Two or more runs over one another: curves, results, settings and data. */
export function ComparePage() {
  usePageTitle("Compare runs");
  const parameters = useSearchParams();
  const ids = (parameters.get("ids") ?? "").split(",").filter(Boolean);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: compareQuery,
    variables: { ids },
    pause: ids.length === 0,
    requestPolicy: "cache-and-network",
  });
  useSubscription({ query: comparedRunsChanged });
  const { reconnections } = useConnectionStatus();
  const runs = data?.runsById;
  const anyLive = runs?.some(({ status }) => isLive(status)) ?? false;

  useEffect(() => {
    if (reconnections > 0) refetch({ requestPolicy: "network-only" });
  }, [reconnections, refetch]);
  useEffect(() => {
    if (!anyLive) return;
    const timer = setInterval(() => refetch({ requestPolicy: "network-only" }), LIVE_REFRESH_MS);
    return () => clearInterval(timer);
  }, [anyLive, refetch]);

  return (
    <>
      <PageHeader
        title="Compare runs"
        crumbs={[{ label: "Runs", href: "/runs" }]}
        detail={runs ? formatQuantity(runs.length, "run") : null}
      />
      <div style={{ padding: "8px 28px 60px" }}>
        {ids.length === 0 || (runs && runs.length === 0 && !fetching) ? (
          <EmptyState
            icon={<IconChartLine size={24} stroke={1.6} />}
            title="No runs to compare"
            action={
              <Button component={Link} href="/runs">
                Choose runs
              </Button>
            }
          >
            Select two or more runs in the table, then Compare. The address of this page keeps the choice.
          </EmptyState>
        ) : runs ? (
          <>
            <SnapshotNote runs={runs} />
            <ComparedCurves runs={runs} />
            <ResultsComparison runs={runs} />
            <ConfigurationComparison runs={runs} />
          </>
        ) : error && !fetching ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : (
          <Skeleton h={420} radius="lg" role="status" aria-label="Loading runs" />
        )}
      </div>
    </>
  );
}
