"use client";

import { Badge, Button, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { formatDateTime } from "../../format/formatTime.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { FindingItems } from "./FindingItems.tsx";
import { FINDING_KINDS, SEVERITY_COLORS } from "./findingKinds.ts";
import { describeUndo, useFindingFixes } from "./useFindingFixes.ts";

const findingsQuery = graphql(`
  query DatasetFindings($id: ID!) {
    dataset(id: $id) {
      id
      findings {
        kinds {
          kind
          severity
          count
          imageCount
          fixable
        }
      }
      findingFixes {
        id
        kind
        annotationCount
        createdAt
        undoneAt
        restoredCount
      }
    }
  }
`);

type Kind = NonNullable<ResultOf<typeof findingsQuery>["dataset"]>["findings"]["kinds"][number]["kind"];

/** What of the dataset would harm a training: kind by kind, with its images and, where there is one, a fix that can be undone. */
export function FindingsTab({ datasetId }: { datasetId: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: findingsQuery,
    variables: { id: datasetId },
    requestPolicy: "network-only",
  });
  const { fix, undo, isFixing, isUndoing } = useFindingFixes(() => refetch({ requestPolicy: "network-only" }));
  const [shown, setShown] = useState<Kind | null>(null);
  const dataset = data?.dataset;
  if (!dataset) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={200} role="status" aria-label="Checking every annotation" />
    );
  }

  return (
    <Stack gap="md" maw={860}>
      {dataset.findings.kinds.length === 0 ? (
        <EmptyState icon={<IconShieldCheck size={24} stroke={1.6} />} title="No problems found">
          No shape is degenerate, outside its image or drawn twice, and every image has annotations.
        </EmptyState>
      ) : null}
      {dataset.findings.kinds.map(({ kind, severity, count, imageCount, fixable }) => (
        <Paper key={kind} p="lg" radius="lg" component="section" aria-label={FINDING_KINDS[kind].title}>
          <Group justify="space-between">
            <Group gap="xs">
              <Badge variant="light" color={SEVERITY_COLORS[severity]} tt="none">
                {severity.toLowerCase()}
              </Badge>
              <Text fw={600}>{FINDING_KINDS[kind].title}</Text>
              <Text size="sm" c="dimmed" className="tabular">
                {formatQuantity(count, "finding")}
                {imageCount > 0 ? ` on ${formatQuantity(imageCount, "image")}` : ""}
              </Text>
            </Group>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => setShown(shown === kind ? null : kind)}>
                {shown === kind ? "Hide" : "Show"}
              </Button>
              {fixable ? (
                <Button size="xs" loading={isFixing} onClick={() => fix({ datasetId, kind })}>
                  {FINDING_KINDS[kind].fix}
                </Button>
              ) : null}
            </Group>
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {FINDING_KINDS[kind].why}
          </Text>
          {shown === kind ? (
            // Read anew when their number changes, as a fix does.
            <FindingItems
              key={count}
              datasetId={datasetId}
              kind={kind}
              count={count}
              onFix={(annotationId) => fix({ datasetId, kind, annotationIds: [annotationId] })}
            />
          ) : null}
        </Paper>
      ))}
      {dataset.findingFixes.length > 0 ? (
        <Paper p="lg" radius="lg" component="section" aria-label="Fixes">
          <Text fw={600} mb={4}>
            Fixes
          </Text>
          {dataset.findingFixes.map((one) => (
            <Group key={one.id} justify="space-between" mih={34}>
              <Text size="sm" c="dimmed">
                {FINDING_KINDS[one.kind].title}: {formatQuantity(one.annotationCount, "annotation")} ·{" "}
                {formatDateTime(one.createdAt)}
                {one.undoneAt === null ? "" : ` · undone: ${describeUndo(one)}`}
              </Text>
              {one.undoneAt === null ? (
                <Button size="xs" variant="subtle" loading={isUndoing} onClick={() => undo(one.id)}>
                  Undo
                </Button>
              ) : null}
            </Group>
          ))}
        </Paper>
      ) : null}
    </Stack>
  );
}
