"use client";

import { Tabs } from "@mantine/core";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageTabs } from "../../shell/PageTabs.tsx";
import { ReadState } from "../../shell/ReadState.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { useCanonicalAddress } from "../../url/useCanonicalAddress.ts";
import { useQueryChoice } from "../../url/useQueryChoice.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { SweepActions, sweepActionsFragment } from "./SweepActions.tsx";
import { SweepCurves } from "./SweepCurves.tsx";
import { SweepFacts, sweepFactsFragment } from "./SweepFacts.tsx";
import { SweepResults } from "./SweepResults.tsx";
import { SweepRunsTable } from "./SweepRunsTable.tsx";
import { SWEEP_NOT_FOUND } from "./sweepNotFound.ts";
import { useRefetchOnRunsChanged } from "./useRefetchOnRunsChanged.ts";

const sweepQuery = graphql(
  `
    query Sweep($id: ID!) {
      sweep(id: $id) {
        id
        url
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
  const [read, refetch] = useQuery({
    query: sweepQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useRefetchOnRunsChanged(id, refetch);
  const sweep = read.data?.sweep ?? null;
  usePageTitle(sweep?.name);
  useCanonicalAddress(sweep?.id === id ? sweep.url : undefined);
  const [tab, setTab] = useQueryChoice("tab", TABS);

  if (!sweep) {
    return <ReadState read={read} onRetry={() => refetch({ requestPolicy: "network-only" })} {...SWEEP_NOT_FOUND} />;
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
