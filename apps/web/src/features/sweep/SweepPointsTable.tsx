"use client";

import { Table, Text } from "@mantine/core";
import { memo, useCallback, useMemo } from "react";
import { formatMetric } from "../../format/formatNumber.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { settingLabel } from "../configuration/settings.ts";
import { VirtualRows } from "../run/VirtualRows.tsx";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { rankPoints, type SweepPoint, settingOf } from "./sweepPoints.ts";
import type { SweepGoal } from "./sweepRun.ts";

const ROW_PX = 37;
/** As many as the graph compares at once. */
const COMPARED_MOST = 50;

interface SweepPointsTableProps {
  readonly points: readonly SweepPoint[];
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
  readonly goal: SweepGoal;
  readonly seedCount: number;
}

/** Each point with the mean and the spread of its runs, best first. */
export function SweepPointsTable({ points, dimensions, metric, goal, seedCount }: SweepPointsTableProps) {
  const ranked = useMemo(() => rankPoints(points, goal), [points, goal]);
  const keyOf = useCallback((index: number) => String(ranked[index]?.number ?? index), [ranked]);
  const several = seedCount > 1;
  return (
    <TableFrame label="Points of the sweep">
      <Table fz="sm" verticalSpacing={8} className="tabular" aria-rowcount={ranked.length + 1}>
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
            <Table.Th ta="right">{several ? `Mean ${metric}` : metric}</Table.Th>
            {several ? (
              <>
                <Table.Th ta="right">Deviation</Table.Th>
                <Table.Th ta="right">Range</Table.Th>
              </>
            ) : null}
            <Table.Th>Runs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <VirtualRows
          count={ranked.length}
          columnCount={dimensions.length + (several ? 5 : 3)}
          rowPx={ROW_PX}
          keyOf={keyOf}
          renderRow={(index, measure) => {
            const point = ranked[index];
            return point ? (
              <PointRow
                key={point.number}
                point={point}
                dimensions={dimensions}
                several={several}
                index={index}
                measure={measure}
              />
            ) : null;
          }}
        />
      </Table>
      {points.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          The runs of this sweep were deleted.
        </Text>
      ) : null}
    </TableFrame>
  );
}

interface PointRowProps {
  readonly point: SweepPoint;
  readonly dimensions: readonly SweepDimension[];
  /** Whether points are trained with several seeds. */
  readonly several: boolean;
  readonly index: number;
  readonly measure: (row: HTMLElement | null) => void;
}

const PointRow = memo(function PointRow({ point, dimensions, several, index, measure }: PointRowProps) {
  return (
    <Table.Tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <Table.Td ta="right">{point.number}</Table.Td>
      {dimensions.map(({ setting }) => (
        <Table.Td key={setting} ta="right">
          {formatVaried(settingOf(point, setting))}
        </Table.Td>
      ))}
      <Table.Td ta="right">{formatMetric(point.mean)}</Table.Td>
      {several ? (
        <>
          <Table.Td ta="right">{point.deviation === null ? "–" : `± ${formatMetric(point.deviation)}`}</Table.Td>
          <Table.Td ta="right">
            {point.min === null ? "–" : `${formatMetric(point.min)} to ${formatMetric(point.max)}`}
          </Table.Td>
        </>
      ) : null}
      <Table.Td>
        {point.runIds.length > 1 ? (
          <PageLink href={`/runs/compare?ids=${point.runIds.slice(0, COMPARED_MOST).join(",")}`}>
            {point.count} of {point.runIds.length}
          </PageLink>
        ) : (
          <PageLink href={`/runs/${point.runIds[0]}`}>open</PageLink>
        )}
      </Table.Td>
    </Table.Tr>
  );
});
