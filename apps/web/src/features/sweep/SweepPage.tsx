"use client";

import { Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageTabs } from "../../shell/PageTabs.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { useQueryChoice } from "../../url/useQueryChoice.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { SweepActions, sweepActionsFragment } from "./SweepActions.tsx";
import { SweepCurves } from "./SweepCurves.tsx";
import { SweepFacts, sweepFactsFragment } from "./SweepFacts.tsx";
import { SweepResults } from "./SweepResults.tsx";
import { SweepRunsTable } from "./SweepRunsTable.tsx";
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
        ...SweepActions
        ...SweepFacts
      }
    }
  `,
  [sweepActionsFragment, sweepFactsFragment],
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
            <SweepResults
              sweepId={id}
              dimensions={dimensions}
              metric={sweep.metric}
              goal={sweep.goal}
              seedCount={sweep.seeds.length}
            />
          </Tabs.Panel>
          <Tabs.Panel value="curves">
            <SweepCurves sweepId={id} metric={sweep.metric} goal={sweep.goal} seedCount={sweep.seeds.length} />
          </Tabs.Panel>
          <Tabs.Panel value="runs">
            <SweepRunsTable sweepId={id} dimensions={dimensions} metric={sweep.metric} />
          </Tabs.Panel>
        </div>
      </PageTabs>
    </>
  );
}
