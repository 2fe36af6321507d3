"use client";

import { Button, Group, Paper, Select, Skeleton, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconActivity, IconPlus, IconSearch, IconZoomQuestion } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useQuery, useSubscription } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { graphql } from "../../graph/graphql.ts";
import { CompareBar } from "./CompareBar.tsx";
import rowClasses from "./RunRow.module.css";
import { RunRow, runLiveFragment, runRowFragment } from "./RunRow.tsx";
import type { RunStatus } from "./RunStatusBadge.tsx";
import classes from "./RunsTable.module.css";

const runsQuery = graphql(
  `
    query Runs($after: String, $datasetId: ID, $status: [RunStatus!], $search: String, $order: RunOrder) {
      runs(first: 50, after: $after, datasetId: $datasetId, status: $status, search: $search, order: $order) {
        totalCount
        edges {
          node {
            id
            ...RunRow
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
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
  const [search, setSearch] = useState("");
  const [debouncedSearch] = useDebouncedValue(search.trim(), 250);
  const [status, setStatus] = useState<RunStatus | null>(null);
  const [order, setOrder] = useState<RunOrder>("NEWEST");
  const [selected, setSelected] = useState<readonly string[]>([]);
  const filters = {
    datasetId: datasetId ?? null,
    status: status ? [status] : null,
    search: debouncedSearch || null,
    order,
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

  const runs = data?.runs;
  const filtered = status !== null || debouncedSearch !== "";

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
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={220}
        />
        <Select
          aria-label="Status"
          placeholder="Any status"
          data={[...STATUSES]}
          value={status}
          onChange={(value) => setStatus(value as RunStatus | null)}
          clearable
          w={150}
        />
        <Select
          aria-label="Order"
          data={[...ORDERS]}
          value={order}
          onChange={(value) => setOrder((value ?? "NEWEST") as RunOrder)}
          allowDeselect={false}
          w={170}
        />
        <Text size="sm" c="dimmed" ml="auto" className="tabular">
          {formatQuantity(runs.totalCount, "run")}
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
      <CompareBar selected={selected} onClear={() => setSelected([])} />
    </>
  );
}
