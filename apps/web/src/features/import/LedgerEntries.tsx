"use client";

import { Anchor, Badge, Chip, Group, Skeleton, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { PageButtons } from "../../feedback/PageButtons.tsx";
import { formatCount } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";

const PAGE_SIZE = 25;
/** With fewer lines there is nothing to look for. */
const FILTERED_FROM = 10;

const entriesQuery = graphql(`
  query LedgerEntries($id: ID!, $kind: String, $contains: String, $first: Int!, $offset: Int!) {
    import(id: $id) {
      id
      ledger {
        kinds {
          kind
          count
        }
        entryCount(kind: $kind, contains: $contains)
        entries(kind: $kind, contains: $contains, first: $first, offset: $offset) {
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

/** The ledger's lines, page by page: kind, reason and place in the source, found by kind and by text, and to be downloaded whole. */
export function LedgerEntries({ importId, total }: { importId: string; total: number }) {
  const [kind, setKind] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [contains] = useDebouncedValue(text.trim(), 250);
  const [offset, setOffset] = useState(0);
  const [{ data, error, fetching }] = useQuery({
    query: entriesQuery,
    variables: { id: importId, kind, contains: contains || null, first: PAGE_SIZE, offset },
  });
  const ledger = data?.import?.ledger;
  if (!ledger) {
    return error ? (
      <Text size="sm" c="red">
        {describeError(error)}
      </Text>
    ) : (
      <Skeleton h={120} role="status" aria-label="Loading the ledger" />
    );
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        {total >= FILTERED_FROM ? (
          <Group gap={6}>
            <Chip.Group
              value={kind ?? ""}
              onChange={(value) => {
                setKind(value || null);
                setOffset(0);
              }}
            >
              <Chip size="xs" value="">
                all {formatCount(total)}
              </Chip>
              {ledger.kinds.map((one) => (
                <Chip key={one.kind} size="xs" value={one.kind} color={KIND_COLORS[one.kind] ?? "gray"}>
                  {one.kind} {formatCount(one.count)}
                </Chip>
              ))}
            </Chip.Group>
            <TextInput
              size="xs"
              w={190}
              aria-label="Reason or location contains"
              placeholder="Reason or location"
              leftSection={<IconSearch size={13} />}
              value={text}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setOffset(0);
              }}
            />
          </Group>
        ) : (
          <span />
        )}
        <Text size="xs" c="dimmed">
          Download:{" "}
          <Anchor href={`/files/imports/${importId}/ledger?format=csv`} inherit download>
            CSV
          </Anchor>
          ,{" "}
          <Anchor href={`/files/imports/${importId}/ledger?format=json`} inherit download>
            JSON
          </Anchor>
        </Text>
      </Group>
      {ledger.entries.length === 0 ? (
        <Text size="sm" c="dimmed" py="md">
          No remarks match.
        </Text>
      ) : (
        <Table verticalSpacing={6} fz="sm" style={{ opacity: fetching ? 0.5 : 1 }}>
          <Table.Thead className="visually-hidden">
            <Table.Tr>
              <Table.Th>Outcome</Table.Th>
              <Table.Th>Reason and location</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ledger.entries.map((entry, i) => (
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
      )}
      <PageButtons offset={offset} pageSize={PAGE_SIZE} total={ledger.entryCount} onOffset={setOffset} />
    </Stack>
  );
}
