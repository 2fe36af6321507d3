"use client";

import { Button, Paper, Skeleton, Table } from "@mantine/core";
import { IconActivity, IconPlus, IconZoomQuestion } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { useQuery, useSubscription } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { BulkActions } from "./BulkActions.tsx";
import { CompareBar } from "./CompareBar.tsx";
import { RunGroupRows } from "./RunGroupRows.tsx";
import { RunRows } from "./RunRows.tsx";
import classes from "./RunsTable.module.css";
import { LEAD_COLUMNS, RunsTableHead } from "./RunsTableHead.tsx";
import { RunsToolbar } from "./RunsToolbar.tsx";
import { runColumnsQuery, runsChangedSubscription } from "./runsQuery.ts";
import { useRunPages } from "./useRunPages.ts";
import { useRunsView } from "./useRunsView.ts";

const PAGE_ROWS = 100;
const NO_NAMES = { metrics: [], settings: [] };

interface RunsTableProps {
  /** Only this dataset's runs. */
  readonly datasetId?: string;
  readonly onNewRun: () => void;
}

/** Runs with their state as it changes, in one list or in groups; selected ones are compared. */
export function RunsTable({ datasetId, onNewRun }: RunsTableProps) {
  const [{ data: columnData }] = useQuery({ query: runColumnsQuery, requestPolicy: "cache-and-network" });
  const names = columnData?.runColumns ?? NO_NAMES;
  const view = useRunsView(datasetId ?? null, names.settings);
  const { runs, more, error, fetching, refetch } = useRunPages(view, PAGE_ROWS);
  const [selectedIds, setSelectedIds] = useState<readonly string[]>([]);
  const selected = useMemo(() => new Set(selectedIds), [selectedIds]);
  const select = useCallback(
    (id: string, chosen: boolean) =>
      setSelectedIds((before) => (chosen ? [...before, id] : before.filter((one) => one !== id))),
    [],
  );
  // Its runs land in the cache, and from there in the rows.
  useSubscription({ query: runsChangedSubscription });
  const now = useNow(30_000);
  const edges = runs?.edges;
  const rows = useMemo(() => edges?.map(({ node }) => node) ?? [], [edges]);

  if (!runs) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return <Skeleton h={260} radius="lg" role="status" aria-label="Loading runs" />;
  }
  if (runs.edges.length === 0 && !view.filtered && !fetching) {
    return (
      <EmptyState
        icon={<IconActivity size={24} stroke={1.6} />}
        title="No run yet"
        action={
          <Button leftSection={<IconPlus size={16} />} onClick={onNewRun}>
            New run
          </Button>
        }
      >
        A run trains a model on a frozen snapshot of a dataset. Its curves appear here while it learns.
      </EmptyState>
    );
  }

  const showDataset = !datasetId;
  const leadCount = LEAD_COLUMNS + (showDataset ? 1 : 0);
  return (
    <>
      <RunsToolbar view={view} metrics={names.metrics} settings={names.settings} totalCount={runs.totalCount} />
      {runs.edges.length === 0 ? (
        <EmptyState icon={<IconZoomQuestion size={24} stroke={1.6} />} title="No run matches">
          Change the search or the status above.
        </EmptyState>
      ) : (
        <Paper radius="lg" className={classes.frame ?? ""}>
          <Table
            fz="sm"
            verticalSpacing={9}
            horizontalSpacing="xs"
            className={classes.table ?? ""}
            aria-rowcount={view.grouping ? undefined : runs.totalCount + 1}
          >
            <RunsTableHead
              columns={view.columns}
              showDataset={showDataset}
              sort={view.sortText}
              onSort={view.setSort}
            />
            {view.grouping ? (
              <RunGroupRows
                view={view}
                grouping={view.grouping}
                leadCount={leadCount}
                showDataset={showDataset}
                now={now}
                selected={selected}
                onSelect={select}
              />
            ) : (
              <RunRows
                runs={rows}
                columns={view.columns}
                columnCount={leadCount + view.columns.length + 1}
                showDataset={showDataset}
                now={now}
                selected={selected}
                onSelect={select}
                onMore={more}
                fetching={fetching}
              />
            )}
          </Table>
        </Paper>
      )}
      <CompareBar selected={selectedIds} onClear={() => setSelectedIds([])}>
        <BulkActions
          selected={selectedIds}
          archived={view.shown === "archived"}
          onDone={() => {
            setSelectedIds([]);
            refetch({ requestPolicy: "network-only" });
          }}
        />
      </CompareBar>
    </>
  );
}
