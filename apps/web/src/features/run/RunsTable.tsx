"use client";

import { Button, Skeleton, Table } from "@mantine/core";
import { IconActivity, IconPlus, IconZoomQuestion } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { useQuery, useSubscription } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { BulkActions } from "./BulkActions.tsx";
import { CompareBar } from "./CompareBar.tsx";
import { RunGroupRows } from "./RunGroupRows.tsx";
import { RunRows } from "./RunRows.tsx";
import classes from "./RunsTable.module.css";
import { LEAD_COLUMNS, RunsTableHead } from "./RunsTableHead.tsx";
import { RunsToolbar } from "./RunsToolbar.tsx";
import { filterProblemOf } from "./readFilterText.ts";
import { runColumnsQuery, runsChangedSubscription } from "./runsQuery.ts";
import { useFirstRuns } from "./useFirstRuns.ts";
import { useRunsView } from "./useRunsView.ts";

const NO_NAMES = { metrics: [], settings: [], tags: [], fields: [] };

interface RunsTableProps {
  /** Only this dataset's runs. */
  readonly datasetId?: string;
  readonly onNewRun: () => void;
}

/** Runs with their state as it changes, in one list or in groups; selected ones are compared. */
export function RunsTable({ datasetId, onNewRun }: RunsTableProps) {
  const [{ data: columnData }] = useQuery({ query: runColumnsQuery, requestPolicy: "cache-and-network" });
  const names = columnData?.runColumns ?? NO_NAMES;
  const view = useRunsView(datasetId ?? null);
  const { runs, error, fetching, refetch } = useFirstRuns(view.rows);
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
  const problem = view.problem ?? filterProblemOf(error?.graphQLErrors, view.rows.filter ?? "");
  if (!runs && !view.filtered) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return <Skeleton h={260} radius="lg" role="status" aria-label="Loading runs" />;
  }
  if (runs && runs.edges.length === 0 && !view.filtered && !fetching) {
    return (
      <EmptyState
        icon={<IconActivity size={24} stroke={1.6} />}
        title="No runs yet"
        action={
          <Button leftSection={<IconPlus size={16} />} onClick={onNewRun}>
            New run
          </Button>
        }
      >
        A run trains a model on a frozen snapshot of a dataset. Its curves appear here while it trains.
      </EmptyState>
    );
  }

  const showDataset = !datasetId;
  const leadCount = LEAD_COLUMNS + (showDataset ? 1 : 0);
  return (
    <>
      <RunsToolbar view={view} names={names} problem={problem} totalCount={runs?.totalCount ?? null} />
      {!runs ? (
        error && !fetching && problem === null ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : problem === null ? (
          <Skeleton h={260} radius="lg" role="status" aria-label="Loading runs" />
        ) : null
      ) : runs.edges.length === 0 ? (
        <EmptyState icon={<IconZoomQuestion size={24} stroke={1.6} />} title="No matching runs">
          Change the search, the filter or the status above.
        </EmptyState>
      ) : (
        <TableFrame label="Runs">
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
                variables={view.rows}
                columns={view.columns}
                columnCount={leadCount + view.columns.length + 1}
                showDataset={showDataset}
                now={now}
                selected={selected}
                onSelect={select}
              />
            )}
          </Table>
        </TableFrame>
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
