import { Paper, Table, Text } from "@mantine/core";
import { formatMetric, formatQuantity } from "../../format/formatNumber.ts";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { PageLink } from "../../shell/PageLink.tsx";
import { settingLabel } from "../configuration/settings.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { betterFirst, type SweepGoal } from "./sweepRun.ts";

export const sweepPointFragment = graphql(`
  fragment SweepPoint on SweepPoint {
    number
    values
    runIds
    count
    mean
    deviation
    min
    max
  }
`);

/** More rows than that nobody reads, and the page gets slow. */
const ROWS_MOST = 200;

interface SweepPointsTableProps {
  readonly points: readonly ResultOf<typeof sweepPointFragment>[];
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
  readonly goal: SweepGoal;
  readonly seedCount: number;
}

/** Each point with the mean and the spread of its runs, best first. */
export function SweepPointsTable({ points, dimensions, metric, goal, seedCount }: SweepPointsTableProps) {
  const better = betterFirst(goal);
  const ranked = [...points].sort((a, b) => better(a.mean, b.mean) || a.number - b.number);
  return (
    <Paper radius="lg" bg="var(--my-surface-raised)" style={{ overflowX: "auto" }}>
      <Table fz="sm" verticalSpacing={8} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right" w={70}>
              Point
            </Table.Th>
            {dimensions.map(({ setting }) => (
              <Table.Th key={setting} ta="right">
                {settingLabel(setting)}
              </Table.Th>
            ))}
            <Table.Th ta="right">{seedCount > 1 ? `Mean ${metric}` : metric}</Table.Th>
            {seedCount > 1 ? (
              <>
                <Table.Th ta="right">Deviation</Table.Th>
                <Table.Th ta="right">Least to greatest</Table.Th>
              </>
            ) : null}
            <Table.Th>Runs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ranked.slice(0, ROWS_MOST).map((point) => (
            <Table.Tr key={point.number}>
              <Table.Td ta="right">{point.number}</Table.Td>
              {dimensions.map(({ setting }) => (
                <Table.Td key={setting} ta="right">
                  {formatVaried((point.values as Readonly<Record<string, unknown>>)[setting])}
                </Table.Td>
              ))}
              <Table.Td ta="right">{formatMetric(point.mean)}</Table.Td>
              {seedCount > 1 ? (
                <>
                  <Table.Td ta="right">
                    {point.deviation === null ? "–" : `± ${formatMetric(point.deviation)}`}
                  </Table.Td>
                  <Table.Td ta="right">
                    {point.min === null ? "–" : `${formatMetric(point.min)} to ${formatMetric(point.max)}`}
                  </Table.Td>
                </>
              ) : null}
              <Table.Td>
                {point.runIds.length > 1 ? (
                  <PageLink href={`/runs/compare?ids=${point.runIds.slice(0, 50).join(",")}`}>
                    {point.count} of {point.runIds.length}
                  </PageLink>
                ) : (
                  <PageLink href={`/runs/${point.runIds[0]}`}>open</PageLink>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {ranked.length > ROWS_MOST ? (
        <Text size="sm" c="dimmed" p="md">
          The best {ROWS_MOST} of {formatQuantity(ranked.length, "point")}; maskyard sweep show lists all.
        </Text>
      ) : null}
      {points.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          The sweep's runs were deleted.
        </Text>
      ) : null}
    </Paper>
  );
}
