"use client";

import { Paper, Table, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { formatMetric } from "../../format/formatNumber.ts";
import { PageLink } from "../../shell/PageLink.tsx";
import { settingLabel } from "../configuration/settings.ts";
import { RunProgress } from "../run/RunProgress.tsx";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { SweepRunStatus } from "./SweepRunStatus.tsx";
import { betterFirst, type SweepGoal, type SweepRun, settingOf } from "./sweepRun.ts";

interface SweepRunsTableProps {
  /** In the order they were planned. */
  readonly runs: readonly SweepRun[];
  /** With those that are not among `runs`. */
  readonly totalCount: number;
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
  readonly goal: SweepGoal;
}

/** Every run with its varied settings and its best value; best first or as planned. */
export function SweepRunsTable({ runs, totalCount, dimensions, metric, goal }: SweepRunsTableProps) {
  const [planned, setPlanned] = useState(false);
  const better = betterFirst(goal);
  const shown = planned ? runs : [...runs].sort((a, b) => better(a.sweepValue, b.sweepValue));
  const order = (asPlanned: boolean, label: string) => (
    <UnstyledButton fz="sm" fw={planned === asPlanned ? 700 : 500} onClick={() => setPlanned(asPlanned)}>
      {label}
      {planned === asPlanned ? " ↓" : ""}
    </UnstyledButton>
  );
  return (
    <>
      <Paper radius="lg" bg="var(--my-surface-raised)" style={{ overflowX: "auto" }}>
        <Table fz="sm" verticalSpacing={8} className="tabular">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{order(true, "Run")}</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th ta="right">Point</Table.Th>
              <Table.Th ta="right">Seed</Table.Th>
              {dimensions.map(({ setting }) => (
                <Table.Th key={setting} ta="right">
                  {settingLabel(setting)}
                </Table.Th>
              ))}
              <Table.Th ta="right">{order(false, metric)}</Table.Th>
              <Table.Th>Step</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((run) => (
              <Table.Tr key={run.id}>
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
                {dimensions.map(({ setting }) => (
                  <Table.Td key={setting} ta="right">
                    {formatVaried(settingOf(run, setting))}
                  </Table.Td>
                ))}
                <Table.Td ta="right">{formatMetric(run.sweepValue)}</Table.Td>
                <Table.Td>
                  <RunProgress status={run.status} step={run.step} totalSteps={run.totalSteps} width={48} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      {totalCount > runs.length ? (
        <Text size="sm" c="dimmed" mt="xs">
          The first {runs.length} of {totalCount} runs; maskyard sweep show --runs lists all.
        </Text>
      ) : null}
    </>
  );
}
