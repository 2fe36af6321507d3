import { Table, Text, Title } from "@mantine/core";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { PageLink } from "../../url/PageLink.tsx";

export const queuedRunFragment = graphql(`
  fragment QueuedRun on Run {
    id
    number
    name
    priority
    requiredLabels
    requiredMemoryMib
    waitsFor
  }
`);

/** What waits, in the order it is claimed, and what for. */
export function QueuedRuns({ runs: references }: { runs: readonly FragmentOf<typeof queuedRunFragment>[] }) {
  const runs = [...readFragment(queuedRunFragment, references)].sort(
    (a, b) => b.priority - a.priority || a.number - b.number,
  );
  return (
    <section style={{ marginTop: 32 }}>
      <Title order={2} mb="sm">
        Queue
      </Title>
      {runs.length === 0 ? (
        <Text size="sm" c="dimmed">
          No runs are queued.
        </Text>
      ) : (
        <TableFrame label="Queued runs">
          <Table fz="sm" verticalSpacing={9} className="tabular">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Run</Table.Th>
                <Table.Th ta="right">Priority</Table.Th>
                <Table.Th>Needs</Table.Th>
                <Table.Th>Waiting for</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.map((run) => (
                <Table.Tr key={run.id}>
                  <Table.Td>
                    <PageLink href={`/runs/${run.id}`}>
                      #{run.number} {run.name}
                    </PageLink>
                  </Table.Td>
                  <Table.Td ta="right">{run.priority}</Table.Td>
                  <Table.Td>
                    {[
                      ...run.requiredLabels,
                      ...(run.requiredMemoryMib === null ? [] : [`${run.requiredMemoryMib} MiB`]),
                    ].join(", ") || "–"}
                  </Table.Td>
                  <Table.Td>{run.waitsFor ?? "–"}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </section>
  );
}
