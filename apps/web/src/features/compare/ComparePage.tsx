"use client";

import { Button, Select, Skeleton, Stack, Tabs } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { useMemo } from "react";
import { useQuery } from "urql";
import { curveColor } from "../../chart/palette.ts";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql, readFragment } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageTabs } from "../../shell/PageTabs.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { useQueryChoice } from "../../url/useQueryChoice.ts";
import { useQueryList } from "../../url/useQueryList.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { settingLabel } from "../configuration/settings.ts";
import { SavedViewsMenu } from "../savedView/SavedViewsMenu.tsx";
import { ComparedCurves } from "./ComparedCurves.tsx";
import { type ComparedRun, comparedRunFragment } from "./comparedRun.ts";
import { Differences } from "./Differences.tsx";
import { differingSettings } from "./dimensions.ts";
import { GROUPINGS, groupRuns } from "./groupRuns.ts";
import { ParallelCoordinates } from "./ParallelCoordinates.tsx";
import { ResultsTable } from "./ResultsTable.tsx";
import { RunScatter } from "./RunScatter.tsx";

const compareQuery = graphql(
  `
    query CompareRuns($ids: [ID!]!) {
      runsById(ids: $ids) {
        id
        ...ComparedRun
      }
    }
  `,
  [comparedRunFragment],
);

const TABS = [
  { value: "curves", label: "Curves" },
  { value: "relations", label: "Settings and results" },
  { value: "table", label: "Table" },
  { value: "differences", label: "Differences" },
] as const;

/** Two or more runs beside one another: curves, what came of which settings, results, and what else differs. */
export function ComparePage() {
  usePageTitle("Compare runs");
  const [ids, setIds] = useQueryList("ids");
  const [tab, setTab] = useQueryChoice("tab", TABS);
  const [by, setBy] = useQueryState("by");
  const [{ data, error, fetching }, refetch] = useQuery({
    query: compareQuery,
    variables: { ids: [...ids] },
    pause: ids.length === 0,
    requestPolicy: "cache-and-network",
  });
  const read = data?.runsById;
  const runs = useMemo(() => colored(read ? readFragment(comparedRunFragment, read) : [], by), [read, by]);

  const groupings = [
    { group: "Shared attributes", items: [...GROUPINGS] },
    {
      group: "Settings that differ",
      items: differingSettings(runs)
        .filter((key) => key !== "seed")
        .map((key) => ({ value: `setting:${key}`, label: settingLabel(key) })),
    },
  ];

  return (
    <>
      <PageHeader
        title="Compare runs"
        crumbs={[{ label: "Runs", href: "/runs" }]}
        detail={read ? comparedCount(runs.length, ids.length) : null}
        actions={
          <>
            {runs.length > 1 ? (
              <Select
                aria-label="Group runs by"
                placeholder="No grouping"
                data={groupings.filter(({ items }) => items.length > 0)}
                value={by}
                onChange={setBy}
                clearable
                w={200}
              />
            ) : null}
            <SavedViewsMenu page="COMPARE" />
          </>
        }
      />
      {ids.length === 0 || (read && read.length === 0 && !fetching) ? (
        <div style={{ padding: "8px var(--my-page-inset) 60px" }}>
          <EmptyState
            icon={<IconChartLine size={24} stroke={1.6} />}
            title="No runs to compare"
            action={
              <Button component={PageLink} href="/runs">
                Choose runs
              </Button>
            }
          >
            Select two or more runs in the table, then choose Compare. The address of this page keeps your selection.
          </EmptyState>
        </div>
      ) : !read && error && !fetching ? (
        <div style={{ padding: "8px var(--my-page-inset) 60px" }}>
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        </div>
      ) : (
        <PageTabs tabs={TABS} value={tab} onChange={setTab}>
          <div style={{ padding: "20px var(--my-page-inset) 60px" }}>
            <Tabs.Panel value="curves">
              <ComparedCurves ids={ids} runs={read ? runs : null} by={by} />
            </Tabs.Panel>
            {read ? (
              <>
                <Tabs.Panel value="relations">
                  <Stack gap="md">
                    <ParallelCoordinates runs={runs} colored={by !== null} onKeep={setIds} />
                    <RunScatter runs={runs} />
                  </Stack>
                </Tabs.Panel>
                <Tabs.Panel value="table">
                  <ResultsTable runs={runs} onRemove={(id) => setIds(ids.filter((one) => one !== id))} />
                </Tabs.Panel>
                <Tabs.Panel value="differences">
                  <Differences runs={runs} />
                </Tabs.Panel>
              </>
            ) : tab === "curves" ? null : (
              <Skeleton h={420} radius="lg" role="status" aria-label="Loading runs" />
            )}
          </div>
        </PageTabs>
      )}
    </>
  );
}

/** Each run in a colour of its own, or in that of the first group it is in. */
function colored(runs: readonly Omit<ComparedRun, "color">[], by: string | null): ComparedRun[] {
  if (by === null) return runs.map((run, index) => ({ ...run, color: curveColor(index) }));
  const groups = groupRuns(runs, by);
  return runs.map((run) => ({
    ...run,
    color: curveColor(groups.findIndex((group) => group.runs.some(({ id }) => id === run.id))),
  }));
}

function comparedCount(shown: number, asked: number): string {
  const gone = asked - shown;
  if (gone <= 0) return formatQuantity(shown, "run");
  return `${formatQuantity(shown, "run")}. ${gone} more from the address could not be found.`;
}
