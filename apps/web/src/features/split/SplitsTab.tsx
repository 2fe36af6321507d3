"use client";

import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsSplit2, IconPlus } from "@tabler/icons-react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { CaptureGroupsDialog } from "./CaptureGroupsDialog.tsx";
import { NewSplitDialog } from "./NewSplitDialog.tsx";
import { SplitCard, splitCardFragment } from "./SplitCard.tsx";

const splitsQuery = graphql(
  `
    query DatasetSplits($id: ID!) {
      dataset(id: $id) {
        id
        splits {
          id
          ...SplitCard
        }
      }
    }
  `,
  [splitCardFragment],
);

export function SplitsTab({ datasetId }: { datasetId: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: splitsQuery,
    variables: { id: datasetId },
    requestPolicy: "cache-and-network",
  });
  const [opened, dialog] = useDisclosure(false);
  const [groupsOpened, groups] = useDisclosure(false);
  const splits = data?.dataset?.splits;
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      New split
    </Button>
  );
  return (
    <>
      {splits === undefined ? (
        error && !fetching ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : (
          <Skeleton h={200} role="status" aria-label="Loading splits" />
        )
      ) : splits.length === 0 ? (
        <EmptyState icon={<IconArrowsSplit2 size={24} stroke={1.6} />} title="No splits yet" action={newButton}>
          A split says which images are used for training and which for evaluation. If there is none, the first run
          creates a stratified 80/20 split.
        </EmptyState>
      ) : (
        <Stack gap="md" maw={860}>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={groups.open}>
              Capture groups
            </Button>
            {newButton}
          </Group>
          {splits.map((split) => (
            <SplitCard key={split.id} split={split} />
          ))}
        </Stack>
      )}
      <CaptureGroupsDialog opened={groupsOpened} onClose={groups.close} datasetId={datasetId} />
      <NewSplitDialog opened={opened} onClose={dialog.close} datasetId={datasetId} />
    </>
  );
}
