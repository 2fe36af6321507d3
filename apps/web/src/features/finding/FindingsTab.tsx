"use client";

import { Badge, Button, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useMutation, useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";
import { FindingItems } from "./FindingItems.tsx";
import { FINDING_KINDS, SEVERITY_COLORS } from "./findingKinds.ts";

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
      }
    }
  }
`);

const fixMutation = graphql(`
  mutation FixFindings($input: FixFindingsInput!) {
    fixFindings(input: $input) {
      __typename
      ... on FixFindingsSuccess {
        data {
          id
          annotationCount
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

const undoMutation = graphql(`
  mutation UndoFix($input: UndoFixInput!) {
    undoFix(input: $input) {
      __typename
      ... on UndoFixSuccess {
        data {
          id
          undoneAt
        }
      }
      ... on Error {
        message
        code
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
  const [fixing, fixFindings] = useMutation(fixMutation);
  const [undoing, undoFix] = useMutation(undoMutation);
  const [shown, setShown] = useState<Kind | null>(null);
  const dataset = data?.dataset;
  if (!dataset) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={200} role="status" aria-label="Looking at every annotation" />
    );
  }

  const fix = async (kind: Kind) => {
    const result = await fixFindings({ input: { datasetId, kind } });
    const outcome = mutationOutcome(result.data?.fixFindings, result.error);
    if (outcome.ok) notifyDone(`${formatQuantity(outcome.data.annotationCount, "annotation")} fixed`);
    else notifyFailed("Nothing was fixed", outcome.message);
    refetch({ requestPolicy: "network-only" });
  };
  const undo = async (id: string) => {
    const result = await undoFix({ input: { id } });
    const outcome = mutationOutcome(result.data?.undoFix, result.error);
    if (outcome.ok) notifyDone("Undone");
    else notifyFailed("Nothing was undone", outcome.message);
    refetch({ requestPolicy: "network-only" });
  };

  const fixes = dataset.findingFixes.filter(({ undoneAt }) => undoneAt === null);
  return (
    <Stack gap="md" maw={860}>
      {dataset.findings.kinds.length === 0 ? (
        <EmptyState icon={<IconShieldCheck size={24} stroke={1.6} />} title="Nothing stands out">
          No shape is degenerate, outside its image or drawn twice, and every image is labelled.
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
                <Button size="xs" loading={fixing.fetching} onClick={() => fix(kind)}>
                  {FINDING_KINDS[kind].fix}
                </Button>
              ) : null}
            </Group>
          </Group>
          {shown === kind ? <FindingItems datasetId={datasetId} kind={kind} count={count} /> : null}
        </Paper>
      ))}
      {fixes.map((one) => (
        <Group key={one.id} justify="space-between" px="lg">
          <Text size="sm" c="dimmed">
            Fixed: {FINDING_KINDS[one.kind].title.toLowerCase()}, {formatQuantity(one.annotationCount, "annotation")}
          </Text>
          <Button size="xs" variant="subtle" loading={undoing.fetching} onClick={() => undo(one.id)}>
            Undo
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
