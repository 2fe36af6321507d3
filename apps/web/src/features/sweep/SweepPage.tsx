"use client";

import { Skeleton, Stack, Tabs } from "@mantine/core";
import { useMemo } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql, readFragment } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageTabs } from "../../shell/PageTabs.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { useQueryChoice } from "../../url/useQueryChoice.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { SweepActions, sweepActionsFragment } from "./SweepActions.tsx";
import { SweepCurves } from "./SweepCurves.tsx";
import { SweepFacts, sweepFactsFragment } from "./SweepFacts.tsx";
import { SweepPointsTable, sweepPointFragment } from "./SweepPointsTable.tsx";
import { SweepRunsTable } from "./SweepRunsTable.tsx";
import { SweepScatter } from "./SweepScatter.tsx";
import { sweepRunFragment } from "./sweepRun.ts";
import { useRefetchOnRunsChanged } from "./useRefetchOnRunsChanged.ts";

const sweepQuery = graphql(
  `
    query Sweep($id: ID!) {
      sweep(id: $id) {
        id
        number
        name
        dimensions
        metric
        goal
        seeds
        dataset {
          id
          name
        }
        points {
          ...SweepPoint
        }
        runs(first: 500) {
          totalCount
          edges {
            node {
              id
              ...SweepRun
            }
          }
        }
        ...SweepActions
        ...SweepFacts
      }
    }
  `,
  [sweepActionsFragment, sweepFactsFragment, sweepPointFragment, sweepRunFragment],
);

const TABS = [
  { value: "settings", label: "Settings and results" },
  { value: "curves", label: "Curves" },
  { value: "runs", label: "Runs" },
] as const;

/** How far a sweep is, which of its settings matter, and what its runs did. */
export function SweepPage({ id }: { id: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: sweepQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useRefetchOnRunsChanged(id, refetch);
  const sweep = data?.sweep ?? null;
  usePageTitle(sweep?.name);
  const [tab, setTab] = useQueryChoice("tab", TABS);
  const nodes = sweep?.runs.edges;
  const runs = useMemo(() => readFragment(sweepRunFragment, nodes?.map(({ node }) => node) ?? []), [nodes]);

  if (!sweep) {
    if (data && !fetching) {
      return <ErrorState title="No such sweep" message="It may have been deleted, or you may not see it." />;
    }
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return (
      <div style={{ padding: 28 }} role="status" aria-label="Loading the sweep">
        <Skeleton h={24} w={260} mb="lg" />
        <Skeleton h={60} mb="lg" radius="lg" />
        <Skeleton h={300} radius="lg" />
      </div>
    );
  }

  const dimensions = sweep.dimensions as SweepDimension[];
  const points = readFragment(sweepPointFragment, sweep.points);
  return (
    <>
      <PageHeader
        title={sweep.name}
        crumbs={[
          { label: "Sweeps", href: "/sweeps" },
          { label: sweep.dataset.name, href: `/datasets/${sweep.dataset.id}` },
        ]}
        actions={<SweepActions sweep={sweep} />}
      />
      <SweepFacts sweep={sweep} />
      <PageTabs tabs={TABS} value={tab} onChange={setTab}>
        <div style={{ padding: "20px 28px 60px" }}>
          <Tabs.Panel value="settings">
            <Stack gap="md">
              <SweepScatter runs={runs} dimensions={dimensions} metric={sweep.metric} />
              <SweepPointsTable
                points={points}
                dimensions={dimensions}
                metric={sweep.metric}
                goal={sweep.goal}
                seedCount={sweep.seeds.length}
              />
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="curves">
            <SweepCurves runs={runs} metric={sweep.metric} goal={sweep.goal} seedCount={sweep.seeds.length} />
          </Tabs.Panel>
          <Tabs.Panel value="runs">
            <SweepRunsTable
              runs={runs}
              totalCount={sweep.runs.totalCount}
              dimensions={dimensions}
              metric={sweep.metric}
              goal={sweep.goal}
            />
          </Tabs.Panel>
        </div>
      </PageTabs>
    </>
  );
}
