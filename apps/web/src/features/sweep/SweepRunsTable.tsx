"use client";

import { Paper, Skeleton, Table, UnstyledButton } from "@mantine/core";
import { memo, useCallback, useMemo, useState } from "react";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatMetric } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { PageLink } from "../../shell/PageLink.tsx";
import { settingLabel } from "../configuration/settings.ts";
import { RunProgress } from "../run/RunProgress.tsx";
import { VirtualRows } from "../run/VirtualRows.tsx";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { SweepRunStatus } from "./SweepRunStatus.tsx";
import { type SweepRunRow, useSweepRuns } from "./useSweepRuns.ts";

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
  const { rows, known, more, error, fetching, refetch } = useSweepRuns(sweepId, order, settings);
  const keyOf = useCallback((index: number) => rows[index]?.run.id ?? String(index), [rows]);
  const orderButton = (value: typeof order, label: string) => (
    <UnstyledButton fz="sm" fw={order === value ? 700 : 500} onClick={() => setOrder(value)}>
      {label}
      {order === value ? " ↓" : ""}
    </UnstyledButton>
  );
  if (!known) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={300} radius="lg" role="status" aria-label="Loading runs" />
    );
  }
  return (
    <Paper radius="lg" bg="var(--my-surface-raised)" style={{ overflowX: "auto" }}>
      <Table fz="sm" verticalSpacing={8} className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{orderButton("PLANNED", "Run")}</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Point</Table.Th>
            <Table.Th ta="right">Seed</Table.Th>
            {settings.map((setting) => (
              <Table.Th key={setting} ta="right">
                {settingLabel(setting)}
              </Table.Th>
            ))}
            <Table.Th ta="right">{orderButton("BEST", metric)}</Table.Th>
            <Table.Th>Step</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <VirtualRows
          key={order}
          count={rows.length}
          columnCount={settings.length + 6}
          rowPx={ROW_PX}
          keyOf={keyOf}
          renderRow={(index, measure) => {
            const row = rows[index];
            return row ? <RunRow key={row.run.id} row={row} index={index} measure={measure} /> : null;
          }}
          onMore={more}
          fetching={fetching}
        />
      </Table>
    </Paper>
  );
}

interface RunRowProps {
  readonly row: SweepRunRow;
  readonly index: number;
  readonly measure: (row: HTMLElement | null) => void;
}

const RunRow = memo(function RunRow({ row: { run, settings }, index, measure }: RunRowProps) {
  return (
    <Table.Tr ref={measure} data-index={index} aria-rowindex={index + 2}>
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
