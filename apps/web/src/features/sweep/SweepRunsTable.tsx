"use client";

import { Button, Table, UnstyledButton } from "@mantine/core";
import { memo, useMemo, useState } from "react";
import { useSubscription } from "urql";
import { formatMetric } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { LoadingRows, PagedRows, useTellPage } from "../run/PagedRows.tsx";
import type { PageInSight, PageRead } from "../run/pages.ts";
import { RunProgress } from "../run/RunProgress.tsx";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { SweepRunStatus } from "./SweepRunStatus.tsx";
import { PAGE_ROWS, type SweepRunRow, type SweepRunsAsked, sweepRunsLive, useSweepRuns } from "./useSweepRuns.ts";

const ROW_PX = 38;

interface SweepRunsTableProps {
  readonly sweepId: string;
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
}

/** Every run with its varied settings and its best value; best first or as planned, read as they are scrolled to. */
export function SweepRunsTable({ sweepId, dimensions, metric }: SweepRunsTableProps) {
  const [order, setOrder] = useState<"PLANNED" | "BEST">("BEST");
  const settings = useMemo(() => dimensions.map(({ setting }) => setting), [dimensions]);
  const asked = { sweepId, order, settings };
  useSubscription({ query: sweepRunsLive });
  const orderButton = (value: typeof order, label: string) => (
    <UnstyledButton fz="sm" fw={order === value ? 700 : 500} onClick={() => setOrder(value)}>
      {label}
      {order === value ? " ↓" : ""}
    </UnstyledButton>
  );
  return (
    <TableFrame label="Runs of the sweep">
      <Table fz="sm" verticalSpacing={8} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{orderButton("PLANNED", "Run")}</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Point</Table.Th>
            <Table.Th ta="right">Seed</Table.Th>
            {settings.map((setting) => (
              <Table.Th key={setting} ta="right">
                {setting}
              </Table.Th>
            ))}
            <Table.Th ta="right">{orderButton("BEST", metric)}</Table.Th>
            <Table.Th>Step</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <PagedRows
          key={JSON.stringify(asked)}
          pageRows={PAGE_ROWS}
          columnCount={settings.length + 6}
          rowPx={ROW_PX}
          renderPage={(page, onRead) => <SweepPageRows asked={asked} page={page} onRead={onRead} />}
        />
      </Table>
    </TableFrame>
  );
}

interface SweepPageRowsProps {
  readonly asked: SweepRunsAsked;
  readonly page: PageInSight;
  readonly onRead: (index: number, page: PageRead) => void;
}

function SweepPageRows({ asked, page, onRead }: SweepPageRowsProps) {
  const { rows, end, error, refetch } = useSweepRuns(asked, page.after);
  useTellPage(page.index, rows && { count: rows.length, end }, onRead);
  const columnCount = asked.settings.length + 6;
  if (rows) {
    return rows
      .slice(page.from, page.to)
      .map((row, place) => <RunRow key={row.run.id} row={row} index={page.firstRow + page.from + place} />);
  }
  if (!error) return <LoadingRows rows={page.to - page.from} rowPx={ROW_PX} columnCount={columnCount} />;
  return (
    <Table.Tr>
      <Table.Td colSpan={columnCount} c="red">
        {describeError(error)}{" "}
        <Button size="compact-xs" variant="subtle" onClick={() => refetch({ requestPolicy: "network-only" })}>
          Try again
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

const RunRow = memo(function RunRow({ row: { run, settings }, index }: { row: SweepRunRow; index: number }) {
  return (
    <Table.Tr aria-rowindex={index + 2} h={ROW_PX} style={{ whiteSpace: "nowrap" }}>
      <Table.Td>
        <PageLink href={`/runs/${run.id}`}>
          #{run.number} {run.name}
        </PageLink>
      </Table.Td>
      <Table.Td>
        <SweepRunStatus run={run} />
      </Table.Td>
      <Table.Td ta="right">{run.sweepPoint}</Table.Td>
      <Table.Td ta="right">{run.seed}</Table.Td>
      {settings.map((value, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a setting's place is what it is known by
        <Table.Td key={place} ta="right">
          {formatVaried(value)}
        </Table.Td>
      ))}
      <Table.Td ta="right">{formatMetric(run.sweepValue)}</Table.Td>
      <Table.Td>
        <RunProgress status={run.status} step={run.step} totalSteps={run.totalSteps} width={48} />
      </Table.Td>
    </Table.Tr>
  );
});
