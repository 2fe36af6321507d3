"use client";

import { Button, Skeleton, Table, Text } from "@mantine/core";
import { useEffect } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { notifyFailed } from "../../feedback/notify.ts";
import { formatDateTime, formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { eventLabel } from "./alertEvents.ts";
import { DeliveryStateBadge } from "./DeliveryStateBadge.tsx";
import { retryAlertDeliveryMutation } from "./webhookMutations.ts";

const deliveryLogQuery = graphql(`
  query DeliveryLog($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Webhook {
        deliveries(first: 100) {
          id
          kind
          state
          attempts
          responseStatus
          problem
          createdAt
          nextAttemptAt
          run {
            id
            number
          }
        }
      }
    }
  }
`);

const REFRESH_MS = 2_000;

/** What a webhook was told, newest first, and how sending it went. */
export function DeliveryLog({ webhookId, isOwner }: { webhookId: string; isOwner: boolean }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: deliveryLogQuery,
    variables: { id: webhookId },
    requestPolicy: "network-only",
  });
  const [, retry] = useGraphMutation(retryAlertDeliveryMutation);
  const now = useNow(1_000);
  const deliveries = data?.node?.__typename === "Webhook" ? data.node.deliveries : null;
  const isWaiting = deliveries?.some(({ state }) => state === "PENDING") ?? false;

  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => refetch({ requestPolicy: "network-only" }), REFRESH_MS);
    return () => clearInterval(timer);
  }, [isWaiting, refetch]);

  if (deliveries === null) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={120} role="status" aria-label="Loading deliveries" />
    );
  }
  if (deliveries.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing has been sent yet.
      </Text>
    );
  }
  const sendAgain = async (id: string) => {
    const outcome = await retry({ input: { id } });
    if (!outcome.ok) notifyFailed("The delivery was not resent", outcome.message);
  };
  return (
    <Table fz="sm" className="tabular" verticalSpacing={7}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>When</Table.Th>
          <Table.Th>Event</Table.Th>
          <Table.Th>Run</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th ta="right">Attempts</Table.Th>
          <Table.Th>Response</Table.Th>
          <Table.Th aria-label="Actions" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {deliveries.map((delivery) => (
          <Table.Tr key={delivery.id}>
            <Table.Td title={formatDateTime(delivery.createdAt)}>
              {formatRelativeTime(delivery.createdAt, now)}
            </Table.Td>
            <Table.Td>{eventLabel(delivery.kind)}</Table.Td>
            <Table.Td>
              {delivery.run ? <PageLink href={`/runs/${delivery.run.id}`}>#{delivery.run.number}</PageLink> : "–"}
            </Table.Td>
            <Table.Td>
              <DeliveryStateBadge state={delivery.state} />
            </Table.Td>
            <Table.Td ta="right">{delivery.attempts}</Table.Td>
            <Table.Td maw={280}>
              {delivery.problem ?? delivery.responseStatus ?? "–"}
              {delivery.nextAttemptAt && delivery.attempts > 0 ? (
                <Text size="xs" c="dimmed">
                  Next attempt at {formatDateTime(delivery.nextAttemptAt)}
                </Text>
              ) : null}
            </Table.Td>
            <Table.Td ta="right">
              {isOwner && delivery.state !== "DELIVERED" ? (
                <Button size="compact-xs" variant="default" onClick={() => sendAgain(delivery.id)}>
                  Send now
                </Button>
              ) : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
