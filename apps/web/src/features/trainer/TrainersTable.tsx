import { Badge, Group, Table, Text } from "@mantine/core";
import { IconServer } from "@tabler/icons-react";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { PageLink } from "../../url/PageLink.tsx";

export const trainerRowFragment = graphql(`
  fragment TrainerRow on Trainer {
    id
    name
    host
    device
    engineVersion
    labels
    memoryMib
    slots
    lastSeenAt
    alive
    currentRuns {
      id
      number
      name
    }
  }
`);

/** Every trainer of the last day with what it does. */
export function TrainersTable({
  trainers: references,
}: {
  trainers: readonly FragmentOf<typeof trainerRowFragment>[];
}) {
  const trainers = readFragment(trainerRowFragment, references);
  const now = useNow(10_000);
  if (trainers.length === 0) {
    return (
      <EmptyState icon={<IconServer size={24} stroke={1.6} />} title="No trainers">
        npm start runs a trainer on this machine. Trainers on other machines can join if they share the database and
        files.
      </EmptyState>
    );
  }
  return (
    <TableFrame label="Trainers">
      <Table fz="sm" verticalSpacing={9} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Trainer</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Trains</Table.Th>
            <Table.Th>Labels</Table.Th>
            <Table.Th ta="right">Memory</Table.Th>
            <Table.Th>Engine</Table.Th>
            <Table.Th ta="right">Last seen</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {trainers.map((trainer) => (
            <Table.Tr key={trainer.id}>
              <Table.Td>
                {trainer.name}
                <Text size="xs" c="dimmed">
                  {trainer.host}
                </Text>
              </Table.Td>
              <Table.Td>
                <Badge variant="light" color={trainer.alive ? "teal" : "gray"} tt="none" fw={500}>
                  {trainer.alive ? "Running" : "Gone"}
                </Badge>
              </Table.Td>
              <Table.Td>
                {trainer.currentRuns.map((run) => (
                  <div key={run.id}>
                    <PageLink href={`/runs/${run.id}`}>
                      #{run.number} {run.name}
                    </PageLink>
                  </div>
                ))}
                <Text size="xs" c="dimmed">
                  {trainer.currentRuns.length} of {trainer.slots} at once
                </Text>
              </Table.Td>
              <Table.Td>
                <Group gap={4}>
                  {trainer.labels.map((label) => (
                    <Badge key={label} size="sm" variant="default" tt="none" fw={500}>
                      {label}
                    </Badge>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td ta="right">
                {trainer.memoryMib > 0 ? `${Math.round(trainer.memoryMib / 1024)} GiB` : "–"}
              </Table.Td>
              <Table.Td>
                {trainer.device} · {trainer.engineVersion}
              </Table.Td>
              <Table.Td ta="right">{formatRelativeTime(trainer.lastSeenAt, now)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
