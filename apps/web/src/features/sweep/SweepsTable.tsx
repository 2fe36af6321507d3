import { Progress, Table, Text } from "@mantine/core";
import { formatMetric } from "../../format/formatNumber.ts";
import { formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { settingLabel } from "../configuration/settings.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { SweepStatusBadge } from "./SweepStatusBadge.tsx";

export const sweepRowFragment = graphql(`
  fragment SweepRow on Sweep {
    id
    number
    name
    method
    status
    dimensions
    metric
    bestValue
    createdAt
    bestRun {
      id
      number
    }
    dataset {
      id
      name
    }
    counts {
      runs
      queued
      running
      stoppedEarly
      failed
    }
  }
`);

const METHODS = { GRID: "grid", RANDOM: "random", ASHA: "ASHA" } as const;

export function SweepsTable({ sweeps: references }: { sweeps: readonly FragmentOf<typeof sweepRowFragment>[] }) {
  const sweeps = readFragment(sweepRowFragment, references);
  const now = useNow(30_000);
  return (
    <TableFrame label="Sweeps">
      <Table fz="sm" verticalSpacing={9} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Sweep</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>Varies</Table.Th>
            <Table.Th>Runs finished</Table.Th>
            <Table.Th ta="right">Best</Table.Th>
            <Table.Th>Dataset</Table.Th>
            <Table.Th ta="right">Created</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sweeps.map(({ id, number, name, method, status, counts, metric, bestValue, bestRun, dataset, ...sweep }) => {
            const ended = counts.runs - counts.queued - counts.running;
            return (
              <Table.Tr key={id}>
                <Table.Td>
                  <PageLink href={`/sweeps/${id}`}>{name}</PageLink>
                  <Text size="xs" c="dimmed">
                    #{number} · {METHODS[method]}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <SweepStatusBadge status={status} />
                </Table.Td>
                <Table.Td>
                  {(sweep.dimensions as SweepDimension[]).map(({ setting }) => settingLabel(setting)).join(", ")}
                </Table.Td>
                <Table.Td>
                  <Progress
                    value={counts.runs === 0 ? 0 : (100 * ended) / counts.runs}
                    w={90}
                    size="sm"
                    mb={3}
                    aria-label="Progress"
                  />
                  <Text size="xs" c="dimmed">
                    {ended} of {counts.runs}
                    {counts.stoppedEarly > 0 ? `, ${counts.stoppedEarly} stopped early` : ""}
                    {counts.failed > 0 ? `, ${counts.failed} failed` : ""}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  {formatMetric(bestValue)}
                  <Text size="xs" c="dimmed">
                    {metric}
                    {bestRun ? (
                      <>
                        {" "}
                        · <PageLink href={`/runs/${bestRun.id}`}>#{bestRun.number}</PageLink>
                      </>
                    ) : null}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <PageLink href={`/datasets/${dataset.id}`}>{dataset.name}</PageLink>
                </Table.Td>
                <Table.Td ta="right">{formatRelativeTime(sweep.createdAt, now)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
