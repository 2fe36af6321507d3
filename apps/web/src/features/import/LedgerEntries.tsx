"use client";

import { Badge, Button, ScrollArea, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { notifyFailed } from "../../feedback/notify.ts";
import { formatCount } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";

const PAGE_SIZE = 100;

export const ledgerEntriesFragment = graphql(`
  fragment LedgerEntries on Ledger {
    entryCount
    entries(first: 100) {
      kind
      reason
      place
    }
  }
`);

const moreEntriesQuery = graphql(`
  query MoreLedgerEntries($id: ID!, $offset: Int!) {
    import(id: $id) {
      id
      ledger {
        entries(first: 100, offset: $offset) {
          kind
          reason
          place
        }
      }
    }
  }
`);

const KIND_COLORS: Readonly<Record<string, string>> = {
  dropped: "red",
  guessed: "orange",
  warning: "yellow",
  clipped: "blue",
  merged: "grape",
  rounded: "cyan",
};

/** The ledger's lines: kind, reason and place in the source; more are read on demand. */
export function LedgerEntries({
  importId,
  ledger: reference,
}: {
  importId: string;
  ledger: FragmentOf<typeof ledgerEntriesFragment>;
}) {
  const ledger = readFragment(ledgerEntriesFragment, reference);
  const client = useClient();
  const [more, setMore] = useState<typeof ledger.entries>([]);
  const [busy, setBusy] = useState(false);
  const entries = [...ledger.entries, ...more];

  const loadMore = async () => {
    setBusy(true);
    const { data, error } = await client.query(moreEntriesQuery, { id: importId, offset: entries.length }).toPromise();
    setBusy(false);
    if (error) notifyFailed("More remarks could not be read", describeError(error));
    else setMore([...more, ...(data?.import?.ledger?.entries ?? [])]);
  };

  return (
    <ScrollArea.Autosize mah={320} type="auto" offsetScrollbars>
      <Table verticalSpacing={6} fz="sm">
        <Table.Thead className="visually-hidden">
          <Table.Tr>
            <Table.Th>Outcome</Table.Th>
            <Table.Th>Reason and place</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity and never move
            <Table.Tr key={i}>
              <Table.Td w={90} valign="top">
                <Badge size="sm" variant="light" color={KIND_COLORS[entry.kind] ?? "gray"} tt="none">
                  {entry.kind}
                </Badge>
              </Table.Td>
              <Table.Td>
                <Text size="sm">{entry.reason}</Text>
                <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: "anywhere" }}>
                  {entry.place}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {entries.length < ledger.entryCount ? (
        <Button variant="subtle" size="xs" loading={busy} onClick={loadMore} fullWidth>
          Show {formatCount(Math.min(PAGE_SIZE, ledger.entryCount - entries.length))} more of{" "}
          {formatCount(ledger.entryCount)}
        </Button>
      ) : null}
    </ScrollArea.Autosize>
  );
}
