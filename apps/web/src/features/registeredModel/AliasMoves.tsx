import { Table } from "@mantine/core";
import { formatDateTime } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";

export const aliasMoveFragment = graphql(`
  fragment AliasMove on ModelAliasMove {
    alias
    fromVersion
    toVersion
    movedAt
    movedBy {
      id
      name
    }
  }
`);

/** The moves of a model's aliases so far, newest first. */
export function AliasMoves({ moves }: { moves: readonly FragmentOf<typeof aliasMoveFragment>[] }) {
  return (
    <TableFrame label="Moves of aliases" mt="sm">
      <Table fz="sm" className="tabular" aria-label="Alias history">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>Alias</Table.Th>
            <Table.Th>From</Table.Th>
            <Table.Th>To</Table.Th>
            <Table.Th>By</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {readFragment(aliasMoveFragment, moves).map((one) => (
            <Table.Tr key={`${one.alias} ${one.movedAt}`}>
              <Table.Td>{formatDateTime(one.movedAt)}</Table.Td>
              <Table.Td>{one.alias}</Table.Td>
              <Table.Td>{versionLabel(one.fromVersion)}</Table.Td>
              <Table.Td>{versionLabel(one.toVersion)}</Table.Td>
              <Table.Td>{one.movedBy?.name ?? "–"}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function versionLabel(number: number | null): string {
  return number === null ? "–" : `v${number}`;
}
