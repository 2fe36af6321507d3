"use client";

import { Button, Group, Skeleton, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatDate, formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { NewTokenDialog } from "./NewTokenDialog.tsx";
import { RevokeTokenButton } from "./RevokeTokenButton.tsx";

const apiTokensQuery = graphql(`
  query ApiTokens {
    viewer {
      id
      apiTokens {
        id
        name
        prefix
        createdAt
        expiresAt
        lastUsedAt
      }
    }
  }
`);

/** Credentials for the command line and for scripts. */
export function ApiTokens() {
  const [{ data, error, fetching }, refetch] = useQuery({ query: apiTokensQuery, requestPolicy: "cache-and-network" });
  const [opened, dialog] = useDisclosure(false);
  const now = useNow(30_000);
  const tokens = data?.viewer?.apiTokens;
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      New token
    </Button>
  );
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2}>API tokens</Title>
          <Text size="sm" c="dimmed">
            For the command line and scripts: Authorization: Bearer msk_…
          </Text>
        </div>
        {tokens && tokens.length > 0 ? newButton : null}
      </Group>
      <TableFrame label="API tokens">
        {tokens === undefined ? (
          error && !fetching ? (
            <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
          ) : (
            <Skeleton h={120} role="status" aria-label="Loading tokens" />
          )
        ) : tokens.length === 0 ? (
          <EmptyState icon={<IconKey size={24} stroke={1.6} />} title="No tokens yet" action={newButton}>
            A token lets a program sign in as you. It is shown only once, when you create it, and you can revoke it at
            any time.
          </EmptyState>
        ) : (
          <Table fz="sm" verticalSpacing={9} miw={600}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Token</Table.Th>
                <Table.Th>Created</Table.Th>
                <Table.Th>Expires</Table.Th>
                <Table.Th>Last used</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tokens.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Td fw={500}>{token.name}</Table.Td>
                  <Table.Td ff="monospace" fz="xs" c="dimmed">
                    {token.prefix}…
                  </Table.Td>
                  <Table.Td>{formatDate(token.createdAt)}</Table.Td>
                  <Table.Td>{token.expiresAt ? formatDate(token.expiresAt) : "Never"}</Table.Td>
                  <Table.Td>{token.lastUsedAt ? formatRelativeTime(token.lastUsedAt, now) : "Never"}</Table.Td>
                  <Table.Td ta="right">
                    <RevokeTokenButton id={token.id} name={token.name} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </TableFrame>
      <NewTokenDialog opened={opened} onClose={dialog.close} />
    </section>
  );
}
