"use client";

import { Button, Group, Paper, Radio, Select, Skeleton, Stack, Table, Text } from "@mantine/core";
import { IconCamera } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatCount } from "../../format/formatNumber.ts";
import { formatDateTime } from "../../format/formatTime.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { useQueryState } from "../../url/useQueryState.ts";
import { ModelVersionBadges, modelVersionBadgeFragment } from "../registeredModel/ModelVersionBadges.tsx";
import { SnapshotDifference } from "./SnapshotDifference.tsx";

const snapshotsQuery = graphql(
  `
  query DatasetSnapshots($id: ID!) {
    dataset(id: $id) {
      id
      splits {
        id
        name
      }
      snapshots(first: 100) {
        edges {
          node {
            id
            hash
            createdAt
            imageCount
            annotationCount
            split {
              id
              name
            }
            runs(first: 4) {
              id
              number
            }
            trainedModels {
              id
              ...ModelVersionBadge
            }
          }
        }
      }
    }
  }
`,
  [modelVersionBadgeFragment],
);

const createSnapshotMutation = graphql(`
  mutation CreateSnapshot($input: CreateSnapshotInput!) {
    createSnapshot(input: $input) {
      __typename
      ... on CreateSnapshotSuccess {
        data {
          id
          hash
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** The dataset's snapshots, newest first; two of them are compared. */
export function SnapshotsTab({ datasetId }: { datasetId: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: snapshotsQuery,
    variables: { id: datasetId },
    requestPolicy: "cache-and-network",
  });
  const [creation, createSnapshot] = useGraphMutation(createSnapshotMutation);
  const [splitId, setSplitId] = useState<string | null>(null);
  const [fromParameter, setFrom] = useQueryState("from");
  const [toParameter, setTo] = useQueryState("to");
  const snapshots = data?.dataset?.snapshots.edges.map(({ node }) => node);

  const freeze = async () => {
    const outcome = await createSnapshot({ input: { datasetId, splitId } });
    if (!outcome.ok) {
      notifyFailed("The snapshot was not created", outcome.message);
      return;
    }
    notifyDone(`Snapshot ${outcome.data.hash.slice(0, 12)} was created`);
    refetch({ requestPolicy: "network-only" });
  };

  if (!snapshots) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={200} role="status" aria-label="Loading snapshots" />
    );
  }
  const splits = data?.dataset?.splits ?? [];
  const freezeButton = (
    <Group gap="xs">
      {splits.length > 0 ? (
        <Select
          aria-label="Subsets from split"
          placeholder="All images, no subsets"
          data={splits.map(({ id, name }) => ({ value: id, label: `Subsets of ${name}` }))}
          value={splitId}
          onChange={setSplitId}
          clearable
          w={220}
        />
      ) : null}
      <Button leftSection={<IconCamera size={16} />} onClick={freeze} loading={creation.fetching}>
        Freeze now
      </Button>
    </Group>
  );
  if (snapshots.length === 0) {
    return (
      <EmptyState icon={<IconCamera size={24} stroke={1.6} />} title="No snapshots yet" action={freezeButton}>
        A snapshot keeps the images and annotations as they are now. Every run takes one automatically.
      </EmptyState>
    );
  }
  const toId = snapshots.find(({ id }) => id === toParameter)?.id ?? snapshots[0]?.id ?? "";
  const fromId = snapshots.find(({ id }) => id === fromParameter)?.id ?? snapshots[1]?.id ?? null;
  return (
    <Stack gap="md" maw={960}>
      <Group justify="flex-end">{freezeButton}</Group>
      <Paper p="lg" radius="lg">
        <Table fz="sm" verticalSpacing={6} className="tabular">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>From</Table.Th>
              <Table.Th>To</Table.Th>
              <Table.Th>Snapshot</Table.Th>
              <Table.Th>Created</Table.Th>
              <Table.Th ta="right">Images</Table.Th>
              <Table.Th ta="right">Annotations</Table.Th>
              <Table.Th>Split</Table.Th>
              <Table.Th>Runs</Table.Th>
              <Table.Th>Models</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {snapshots.map((snapshot) => (
              <Table.Tr key={snapshot.id}>
                <Table.Td>
                  <Radio
                    name="from"
                    aria-label={`Compare from ${snapshot.hash.slice(0, 12)}`}
                    checked={snapshot.id === fromId}
                    onChange={() => setFrom(snapshot.id)}
                  />
                </Table.Td>
                <Table.Td>
                  <Radio
                    name="to"
                    aria-label={`Compare to ${snapshot.hash.slice(0, 12)}`}
                    checked={snapshot.id === toId}
                    onChange={() => setTo(snapshot.id)}
                  />
                </Table.Td>
                <Table.Td>
                  <code>{snapshot.hash.slice(0, 12)}</code>
                </Table.Td>
                <Table.Td>{formatDateTime(snapshot.createdAt)}</Table.Td>
                <Table.Td ta="right">{formatCount(snapshot.imageCount)}</Table.Td>
                <Table.Td ta="right">{formatCount(snapshot.annotationCount)}</Table.Td>
                <Table.Td>{snapshot.split?.name ?? "–"}</Table.Td>
                <Table.Td>
                  {snapshot.runs.map((run) => (
                    <PageLink key={run.id} href={`/runs/${run.id}`} style={{ marginRight: 6 }}>
                      #{run.number}
                    </PageLink>
                  ))}
                </Table.Td>
                <Table.Td>
                  <ModelVersionBadges versions={snapshot.trainedModels} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      {fromId !== null && fromId !== toId ? (
        <Paper p="lg" radius="lg" component="section" aria-label="Difference">
          <SnapshotDifference datasetId={datasetId} fromId={fromId} toId={toId} />
        </Paper>
      ) : (
        <Text size="sm" c="dimmed">
          Choose two snapshots to see what changed between them.
        </Text>
      )}
    </Stack>
  );
}
