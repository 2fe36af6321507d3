"use client";

import { ActionIcon, Button, Group, Modal, Skeleton, Table, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatDateTime } from "../../format/formatTime.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { historyMoments } from "./historyMoments.ts";

const historyQuery = graphql(`
  query ImageHistory($id: ID!) {
    image(id: $id) {
      id
      history(first: 500) {
        annotationId
        revision {
          revision
          change
          createdAt
          origin
          category {
            id
            name
          }
          author {
            id
            name
          }
        }
      }
    }
  }
`);

const restoreImageMutation = graphql(`
  mutation RestoreImage($input: RestoreImageInput!) {
    restoreImage(input: $input) {
      __typename
      ... on RestoreImageSuccess {
        data {
          restored
          deleted
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Opens what was done to an image's annotations; any moment of it can be gone back to. */
export function ImageHistory({ imageId, onRestored }: { imageId: string; onRestored: () => void }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Tooltip label="History">
        <ActionIcon size={26} aria-label="History" onClick={dialog.open}>
          <IconHistory size={16} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={opened} onClose={dialog.close} title="History of this image" size={640}>
        {opened ? (
          <History
            imageId={imageId}
            onRestored={() => {
              dialog.close();
              onRestored();
            }}
          />
        ) : null}
      </Modal>
    </>
  );
}

function History({ imageId, onRestored }: { imageId: string; onRestored: () => void }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: historyQuery,
    variables: { id: imageId },
    requestPolicy: "network-only",
  });
  const [restoring, restoreImage] = useGraphMutation(restoreImageMutation);
  const edits = data?.image?.history;
  if (!edits) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={160} role="status" aria-label="Loading the history" />
    );
  }
  const restore = async (at: string) => {
    // Times are told in milliseconds and kept in microseconds: the next one includes all of this moment.
    const input = { imageId, at: new Date(new Date(at).getTime() + 1).toISOString() };
    const outcome = await restoreImage({ input });
    if (!outcome.ok) {
      notifyFailed("The image was not restored", outcome.message);
      return;
    }
    notifyDone(`${outcome.data.restored} annotations restored, ${outcome.data.deleted} deleted`);
    onRestored();
  };
  return (
    <Table fz="sm" verticalSpacing={6}>
      <Table.Tbody>
        {historyMoments(edits).map(({ key, at, text }, i) => (
          <Table.Tr key={key}>
            <Table.Td>
              <Text size="sm">{text}</Text>
              <Text size="xs" c="dimmed">
                {formatDateTime(at)}
              </Text>
            </Table.Td>
            <Table.Td>
              <Group justify="flex-end">
                {i === 0 ? null : (
                  <Button size="compact-xs" variant="default" loading={restoring.fetching} onClick={() => restore(at)}>
                    Restore to this point
                  </Button>
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
