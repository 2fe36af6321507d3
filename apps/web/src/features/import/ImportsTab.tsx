"use client";

import { Accordion, Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { ImportReport, importReportFragment } from "./ImportReport.tsx";

const importsQuery = graphql(`
    query DatasetImports($id: ID!) {
      dataset(id: $id) {
        id
        imports(first: 30) {
          edges {
            node {
              id
              source
              status
              createdAt
              imageCount
              annotationCount
            }
          }
        }
      }
    }
`);

const reportQuery = graphql(
  `
    query ImportReportOf($id: ID!) {
      import(id: $id) {
        id
        ...ImportReport
      }
    }
  `,
  [importReportFragment],
);

const STATUS = {
  RUNNING: { color: "iris", label: "Running" },
  SUCCEEDED: { color: "teal", label: "Imported" },
  FAILED: { color: "red", label: "Failed" },
  CANCELLED: { color: "gray", label: "Cancelled" },
} as const;

/** Every import of the dataset with the report of what it kept and what it did not. */
export function ImportsTab({ datasetId, onImport }: { datasetId: string; onImport: () => void }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: importsQuery,
    variables: { id: datasetId },
    requestPolicy: "cache-and-network",
  });
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const now = useNow(30_000);
  const imports = data?.dataset?.imports.edges.map(({ node }) => node);

  if (!imports) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return <Skeleton h={160} role="status" aria-label="Loading imports" />;
  }
  if (imports.length === 0) {
    return (
      <EmptyState
        icon={<IconUpload size={24} stroke={1.6} />}
        title="No imports yet"
        action={<Button onClick={onImport}>Import a folder or zip</Button>}
      >
        Every import leaves a report here that says what was read, kept, changed and dropped, and why.
      </EmptyState>
    );
  }
  // The newest is open until somebody chooses; a closed one is not read.
  const opened = chosen ?? imports.slice(0, 1).map(({ id }) => id);
  return (
    <Accordion multiple variant="separated" radius="md" maw={860} value={[...opened]} onChange={setChosen}>
      {imports.map((one) => (
        <Accordion.Item key={one.id} value={one.id}>
          <Accordion.Control>
            <Group justify="space-between" wrap="nowrap" pr="md">
              <Stack gap={0} miw={0}>
                <Text fw={500} truncate>
                  {one.source}
                </Text>
                <Text size="sm" c="dimmed">
                  {formatRelativeTime(one.createdAt, now)} · {formatQuantity(one.imageCount, "image")} ·{" "}
                  {formatQuantity(one.annotationCount, "annotation")}
                </Text>
              </Stack>
              <Badge variant="light" color={STATUS[one.status].color} tt="none">
                {STATUS[one.status].label}
              </Badge>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>{opened.includes(one.id) ? <Report importId={one.id} /> : null}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Report({ importId }: { importId: string }) {
  const [{ data, error }, refetch] = useQuery({ query: reportQuery, variables: { id: importId } });
  if (data?.import) return <ImportReport report={data.import} />;
  return error ? (
    <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
  ) : (
    <Skeleton h={160} role="status" aria-label="Loading the report" />
  );
}
