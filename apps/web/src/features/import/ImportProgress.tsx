"use client";

import { Button, Group, Progress, Skeleton, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useClient, useQuery, useSubscription } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { notifyFailed } from "../../feedback/notify.ts";
import { formatCount } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { ImportReport, importReportFragment } from "./ImportReport.tsx";

const importQuery = graphql(
  `
    query ImportState($id: ID!) {
      import(id: $id) {
        id
        status
        imagesTotal
        imagesDone
        ...ImportReport
      }
    }
  `,
  [importReportFragment],
);

const importProgressSubscription = graphql(`
  subscription ImportProgress($id: ID!) {
    importProgress(importId: $id) {
      id
      status
      imagesTotal
      imagesDone
    }
  }
`);

const cancelImportMutation = graphql(`
  mutation CancelImport($input: CancelImportInput!) {
    cancelImport(input: $input) {
      __typename
      ... on CancelImportSuccess {
        data {
          id
          status
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

const datasetAfterImportQuery = graphql(`
  query DatasetAfterImport($id: ID!) {
    dataset(id: $id) {
      id
      imageCount
      annotationCount
      updatedAt
      coverImages(first: 4) {
        id
        thumbnailUrl(maxSidePx: 320)
      }
      categories {
        id
        name
        color
        position
        annotationCount
        imageCount
      }
      splits {
        id
        name
      }
    }
  }
`);

interface ImportProgressProps {
  readonly importId: string;
  readonly datasetId: string;
  /** Told whether the import succeeded. */
  readonly onFinished: (succeeded: boolean) => void;
  readonly onAgain: (succeeded: boolean) => void;
}

/** A running import's progress; when it has ended, its report. */
export function ImportProgress({ importId, datasetId, onFinished, onAgain }: ImportProgressProps) {
  const client = useClient();
  const [{ data, error }, refetch] = useQuery({ query: importQuery, variables: { id: importId } });
  // What it brings lands in the cache, and from there in the query above.
  useSubscription({ query: importProgressSubscription, variables: { id: importId } });
  const [cancelling, cancel] = useGraphMutation(cancelImportMutation);
  const state = data?.import ?? null;
  const ended = state !== null && state.status !== "RUNNING";

  const onCancel = async () => {
    const outcome = await cancel({ input: { id: importId } });
    if (!outcome.ok) notifyFailed("The import was not cancelled", outcome.message);
  };

  useEffect(() => {
    if (ended) {
      refetch({ requestPolicy: "network-only" });
      client.query(datasetAfterImportQuery, { id: datasetId }, { requestPolicy: "network-only" }).toPromise();
      return;
    }
    // An import may end between the query and the start of the subscription: then no event tells of it.
    const timer = setInterval(() => refetch({ requestPolicy: "network-only" }), 3_000);
    return () => clearInterval(timer);
  }, [ended, refetch, client, datasetId]);

  if (!state) {
    if (error)
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    return <Skeleton h={60} />;
  }
  if (!ended) {
    const fraction = state.imagesTotal > 0 ? state.imagesDone / state.imagesTotal : 0;
    return (
      <Stack gap="sm">
        <Group justify="space-between">
          <Text size="sm">{state.imagesTotal > 0 ? "Importing images" : "Reading the archive"}</Text>
          <Text size="sm" c="dimmed" className="tabular">
            {state.imagesTotal > 0 ? `${formatCount(state.imagesDone)} of ${formatCount(state.imagesTotal)}` : ""}
          </Text>
        </Group>
        <Progress value={state.imagesTotal > 0 ? fraction * 100 : 100} animated aria-label="Import" />
        <Group justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">
            The import continues if you close this window. You will find its report under Imports.
          </Text>
          <Button variant="default" flex="none" loading={cancelling.fetching} onClick={onCancel}>
            Cancel import
          </Button>
        </Group>
      </Stack>
    );
  }
  const succeeded = state.status === "SUCCEEDED";
  return (
    <Stack gap="md">
      <ImportReport report={state} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => onAgain(succeeded)}>
          Import more
        </Button>
        <Button onClick={() => onFinished(succeeded)}>{succeeded ? "Show images" : "Close"}</Button>
      </Group>
    </Stack>
  );
}
