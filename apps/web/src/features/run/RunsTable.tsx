"use client";

import { Button, Group, Paper, Select, Skeleton, Table, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconActivity, IconFilter, IconPlus, IconSearch, IconZoomQuestion } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useQuery, useSubscription } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { graphql } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { BulkActions } from "./BulkActions.tsx";
import { ColumnsMenu } from "./ColumnsMenu.tsx";
import { CompareBar } from "./CompareBar.tsx";
import { columnInput, figureOf } from "./metricFigure.ts";
import rowClasses from "./RunRow.module.css";
import { RunRow, runLiveFragment, runRowFragment } from "./RunRow.tsx";
import type { RunStatus } from "./RunStatusBadge.tsx";
import classes from "./RunsTable.module.css";
import { columnLabel, columnText, namesAsked, parseColumn, parseColumns, type TableColumn } from "./tableColumns.ts";
import { parseTableFilter } from "./tableFilter.ts";

const runsQuery = graphql(
  `
    query Runs(
      $after: String
      $datasetId: ID
      $status: [RunStatus!]
      $search: String
      $order: RunOrder
      $sort: RunSortInput
      $where: [RunConditionInput!]
      $archived: Boolean
      $favourite: Boolean
      $lastOf: [String!]!
      $minOf: [String!]!
      $maxOf: [String!]!
      $settings: [String!]!
    ) {
      runs(
        first: 50
        after: $after
        datasetId: $datasetId
        status: $status
        search: $search
        order: $order
        sort: $sort
        where: $where
        archived: $archived
        favourite: $favourite
      ) {
        totalCount
        edges {
          node {
            id
            lastValues: metricValues(names: $lastOf, figure: LAST)
            minValues: metricValues(names: $minOf, figure: MIN)
            maxValues: metricValues(names: $maxOf, figure: MAX)
            settingValues(keys: $settings)
            ...RunRow
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
      runColumns {
        metrics
        settings
      }
    }
  `,
  [runRowFragment],
);

const runsChangedSubscription = graphql(
  `
    subscription RunsChanged {
      runsChanged {
        id
        ...RunLive
      }
    }
  `,
  [runLiveFragment],
);

const STATUSES: readonly { value: RunStatus; label: string }[] = [
  { value: "RUNNING", label: "Running" },
  { value: "QUEUED", label: "Queued" },
  { value: "SUCCEEDED", label: "Succeeded" },
  { value: "FAILED", label: "Failed" },
  { value: "CANCELLED", label: "Cancelled" },
];

const ORDERS = [
  { value: "NEWEST", label: "Newest first" },
  { value: "BEST_VALUE", label: "Best AP first" },
  { value: "LAST_LOSS", label: "Lowest loss first" },
  { value: "DURATION", label: "Longest first" },
] as const;
type RunOrder = (typeof ORDERS)[number]["value"];

interface RunsTableProps {
  /** Only this dataset's runs. */
  readonly datasetId?: string;
  readonly onNewRun: () => void;
}

/** Runs with their state as it changes; selected ones are compared. */
export function RunsTable({ datasetId, onNewRun }: RunsTableProps) {
  // The view stands in the page's address, so that a link or a bookmark keeps it.
  const [search, setSearch] = useQueryState("search");
  const [statusText, setStatus] = useQueryState("status");
  const [orderText, setOrder] = useQueryState("order");
  const [columnsText, setColumns] = useQueryState("columns");
  const [sortText, setSort] = useQueryState("sort");
  const [where, setWhere] = useQueryState("where");
  const [shown, setShown] = useQueryState("show");
  const [debouncedSearch] = useDebouncedValue((search ?? "").trim(), 250);
  const [debouncedWhere] = useDebouncedValue(where ?? "", 400);
  const status = STATUSES.find(({ value }) => value === statusText)?.value ?? null;
  const order: RunOrder = ORDERS.find(({ value }) => value === orderText)?.value ?? "NEWEST";
  const columns = parseColumns(columnsText);
  const names = namesAsked(columns);
  const sort = sortText
    ? { column: columnInput(parseColumn(sortText.replace(/^-/, ""))), ascending: sortText.startsWith("-") }
    : null;
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [settingNames, setSettingNames] = useState<readonly string[]>([]);
  const conditions = parseTableFilter(debouncedWhere, settingNames);
  const filters = {
    datasetId: datasetId ?? null,
    status: status ? [status] : null,
    search: debouncedSearch || null,
    order,
    sort,
    where:
      typeof conditions === "string"
        ? null
        : conditions.map((condition) => ({ ...condition, column: columnInput(condition.column) })),
    archived: shown === "archived",
    favourite: shown === "favourites",
    lastOf: names.LAST,
    minOf: names.MIN,
    maxOf: names.MAX,
    settings: names.SETTING,
  };
  const filterKey = JSON.stringify(filters);
  const [position, setPosition] = useState<{ filterKey: string; after: string | null }>({ filterKey, after: null });
  const after = position.filterKey === filterKey ? position.after : null;
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runsQuery,
    variables: { ...filters, after },
    requestPolicy: "cache-and-network",
  });
  // Its runs land in the cache, and from there in the rows.
  useSubscription({ query: runsChangedSubscription });
  const { reconnections } = useConnectionStatus();
  const now = useNow(30_000);

  useEffect(() => {
    if (reconnections > 0) refetch({ requestPolicy: "network-only" });
  }, [reconnections, refetch]);

  const knownSettings = data?.runColumns.settings.join(",");
  useEffect(() => {
    if (knownSettings !== undefined) setSettingNames(knownSettings.split(","));
  }, [knownSettings]);

  const runs = data?.runs;
  const filtered = status !== null || debouncedSearch !== "" || debouncedWhere !== "" || shown !== null;

  if (!runs) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return <Skeleton h={260} radius="lg" role="status" aria-label="Loading runs" />;
  }
  if (runs.edges.length === 0 && !filtered && !fetching) {
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

  return (
    <>
      <Group gap="xs" mb="md">
        <TextInput
          aria-label="Search runs"
          placeholder="Search runs"
          leftSection={<IconSearch size={15} />}
          value={search ?? ""}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={200}
        />
        <TextInput
          aria-label="Filter by metrics and settings"
          placeholder="min(loss) < 0.5, epochs > 2"
          leftSection={<IconFilter size={15} />}
          value={where ?? ""}
          onChange={(event) => setWhere(event.currentTarget.value)}
          error={typeof conditions === "string" ? conditions : null}
          w={250}
        />
        <Select
          aria-label="Status"
          placeholder="Any status"
          data={[...STATUSES]}
          value={status}
          onChange={setStatus}
          clearable
          w={150}
        />
        <Select
          aria-label="Order"
          data={[...ORDERS]}
          value={sort ? null : order}
          placeholder="By a column"
          onChange={(value) => {
            setSort(null);
            setOrder(value === "NEWEST" ? null : value);
          }}
          allowDeselect={false}
          w={170}
        />
        <Select
          aria-label="Which runs"
          placeholder="All but archived"
          data={[
            { value: "favourites", label: "Favourites" },
            { value: "archived", label: "Archived" },
          ]}
          value={shown}
          onChange={setShown}
          clearable
          w={150}
        />
        <ColumnsMenu
          metrics={data.runColumns.metrics}
          settings={data.runColumns.settings}
          chosen={columns.map(columnText)}
          onChange={(chosen) => setColumns(chosen.join(","))}
        />
        <Text size="sm" c="dimmed" ml="auto" className="tabular">
          {formatQuantity(runs.totalCount, "run")} · all as{" "}
          <a href="/files/runs" download>
            CSV
          </a>{" "}
          <a href="/files/runs?format=json" download>
            JSON
          </a>{" "}
          <a href="/files/runs?format=parquet" download>
            Parquet
          </a>
        </Text>
      </Group>
      {runs.edges.length === 0 ? (
        <EmptyState icon={<IconZoomQuestion size={24} stroke={1.6} />} title="No run matches">
          Change the search or the status above.
        </EmptyState>
      ) : (
        <Paper radius="lg" className={classes.frame ?? ""}>
          <Table fz="sm" verticalSpacing={9} horizontalSpacing="xs" className={classes.table ?? ""}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th aria-label="Selected" />
                <Table.Th>Run</Table.Th>
                <Table.Th>Status</Table.Th>
                {datasetId ? null : <Table.Th>Dataset</Table.Th>}
                <Table.Th>Step</Table.Th>
                <Table.Th ta="right">Loss</Table.Th>
                <Table.Th ta="right" title="Best validation mask AP, in hundredths">
                  Best AP
                </Table.Th>
                <Table.Th>Duration</Table.Th>
                <Table.Th className={rowClasses.wideOnly ?? ""}>Trainer</Table.Th>
                {columns.map((column) => (
                  <SortableHead key={columnText(column)} column={column} sort={sortText} onSort={setSort} />
                ))}
                <Table.Th ta="right">Created</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.edges.map(({ node }) => (
                <RunRow
                  key={node.id}
                  run={node}
                  selected={selected.includes(node.id)}
                  onSelect={(chosen) =>
                    setSelected(chosen ? [...selected, node.id] : selected.filter((id) => id !== node.id))
                  }
                  showDataset={!datasetId}
                  now={now}
                  chosen={chosenValues(node, columns)}
                />
              ))}
            </Table.Tbody>
          </Table>
          {runs.pageInfo.hasNextPage ? (
            <Button
              variant="subtle"
              fullWidth
              loading={fetching}
              onClick={() => setPosition({ filterKey, after: runs.pageInfo.endCursor })}
            >
              Show more
            </Button>
          ) : null}
        </Paper>
      )}
      <CompareBar selected={selected} onClear={() => setSelected([])}>
        <BulkActions
          selected={selected}
          archived={shown === "archived"}
          onDone={() => {
            setSelected([]);
            refetch({ requestPolicy: "network-only" });
          }}
        />
      </CompareBar>
    </>
  );
}

/** A chosen column's head: a click sorts by it, highest first, the next one lowest first, the third takes the sorting away. */
function SortableHead({
  column,
  sort,
  onSort,
}: {
  column: TableColumn;
  sort: string | null;
  onSort: (sort: string | null) => void;
}) {
  const text = columnText(column);
  const direction = sort === text ? "descending" : sort === `-${text}` ? "ascending" : undefined;
  const next = direction === undefined ? text : direction === "descending" ? `-${text}` : null;
  return (
    <Table.Th ta="right" aria-sort={direction ?? "none"}>
      <UnstyledButton fz="inherit" fw="inherit" onClick={() => onSort(next)} title={`Sort by ${columnLabel(column)}`}>
        {columnLabel(column)}
        {direction === "descending" ? " ↓" : direction === "ascending" ? " ↑" : ""}
      </UnstyledButton>
    </Table.Th>
  );
}

interface ChosenNode {
  readonly lastValues: readonly (number | null)[];
  readonly minValues: readonly (number | null)[];
  readonly maxValues: readonly (number | null)[];
  readonly settingValues: unknown;
}

function chosenValues(node: ChosenNode, columns: readonly TableColumn[]): unknown[] {
  const lists = {
    LAST: [...node.lastValues],
    MIN: [...node.minValues],
    MAX: [...node.maxValues],
    SETTING: [...((node.settingValues as unknown[] | null) ?? [])],
  };
  return columns.map((column) => lists["setting" in column ? "SETTING" : figureOf(column)].shift() ?? null);
}
