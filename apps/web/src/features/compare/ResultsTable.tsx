"use client";

import { ActionIcon, Checkbox, Group, MultiSelect, Table, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { formatCount, formatMetric } from "../../format/formatNumber.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { useQueryList } from "../../url/useQueryList.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { figureOf } from "../run/metricFigure.ts";
import { RunDuration } from "../run/RunDuration.tsx";
import { RunStatusBadge } from "../run/RunStatusBadge.tsx";
import { columnText, parseColumn, type TableColumn } from "../run/tableColumns.ts";
import classes from "./Compare.module.css";
import type { ComparedRun } from "./comparedRun.ts";
import { columnValue, differingSettings, dimensionChoices, dimensionLabel, metricNames } from "./dimensions.ts";
import { RunHeading } from "./RunHeading.tsx";

const FIRST_METRICS = ["val/segm/AP", "val/segm/AP50", "val/bbox/AP"];

interface ResultsTableProps {
  readonly runs: readonly ComparedRun[];
  /** Takes a run out of the comparison. */
  readonly onRemove: (id: string) => void;
}

/** What each run reached; a click on a head sorts, the best of each metric stands out. */
export function ResultsTable({ runs, onRemove }: ResultsTableProps) {
  const [chosen, setChosen] = useQueryList("results");
  const [sortText, setSort] = useQueryState("sort");
  const [hidden, setHidden] = useQueryList("hide");
  const columns = chosen.length > 0 ? chosen.map(parseColumn) : firstColumns(runs);
  const ascending = sortText?.startsWith("-") ?? false;
  const sorted = sortText ? sortRuns(runs, parseColumn(sortText.replace(/^-/, "")), ascending) : runs;
  const best = new Map(columns.map((column) => [columnText(column), bestOf(runs, column)]));

  return (
    <>
      <Group mb="sm">
        <MultiSelect
          aria-label="Columns"
          data={dimensionChoices(runs)}
          value={columns.map(columnText)}
          onChange={setChosen}
          searchable
          maxDropdownHeight={320}
          w="100%"
          maw={760}
        />
      </Group>
      <TableFrame label="Results" className={classes.table ?? ""}>
        <Table fz="sm" verticalSpacing={8} className="tabular">
          <Table.Thead>
            <Table.Tr>
              <Table.Th aria-label="Shown in the charts" />
              <Table.Th className={classes.fixed ?? ""}>Run</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th ta="right">Steps</Table.Th>
              {columns.map((column) => {
                const text = columnText(column);
                const direction = sortText === text ? "descending" : sortText === `-${text}` ? "ascending" : undefined;
                const next = direction === undefined ? text : direction === "descending" ? `-${text}` : null;
                return (
                  <Table.Th key={text} ta="right" aria-sort={direction ?? "none"}>
                    <UnstyledButton fz="inherit" fw="inherit" onClick={() => setSort(next)}>
                      {dimensionLabel(column)}
                      {direction === "descending" ? " ↓" : direction === "ascending" ? " ↑" : ""}
                    </UnstyledButton>
                  </Table.Th>
                );
              })}
              <Table.Th>Duration</Table.Th>
              <Table.Th aria-label="Remove" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map((run) => (
              <Table.Tr key={run.id}>
                <Table.Td w={36}>
                  <Checkbox
                    size="xs"
                    aria-label={`Show ${run.name} in the charts`}
                    checked={!hidden.includes(run.id)}
                    onChange={(event) =>
                      setHidden(
                        event.currentTarget.checked ? hidden.filter((id) => id !== run.id) : [...hidden, run.id],
                      )
                    }
                  />
                </Table.Td>
                <Table.Td className={classes.fixed ?? ""}>
                  <RunHeading run={run} />
                </Table.Td>
                <Table.Td>
                  <RunStatusBadge status={run.status} />
                </Table.Td>
                <Table.Td ta="right">{formatCount(run.step)}</Table.Td>
                {columns.map((column) => {
                  const value = columnValue(run, column);
                  const isBest = value !== null && value === best.get(columnText(column));
                  return (
                    <Table.Td key={columnText(column)} ta="right" fw={isBest ? 700 : 400}>
                      {typeof value === "string" ? value : formatMetric(value)}
                    </Table.Td>
                  );
                })}
                <Table.Td>
                  <RunDuration startedAt={run.startedAt} finishedAt={run.finishedAt} />
                </Table.Td>
                <Table.Td w={36}>
                  <ActionIcon
                    size="sm"
                    aria-label={`Remove ${run.name} from the comparison`}
                    onClick={() => onRemove(run.id)}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </>
  );
}

function firstColumns(runs: readonly ComparedRun[]): TableColumn[] {
  const names = metricNames(runs);
  const known = FIRST_METRICS.filter((name) => names.includes(name));
  const metrics = known.length > 0 ? [...known, ...names.filter((name) => name === "loss")] : names.slice(0, 4);
  return [
    ...differingSettings(runs)
      .slice(0, 3)
      .map((setting) => ({ setting })),
    ...metrics.map((metric) => ({ metric, figure: "BEST" as const })),
  ];
}

/** Runs without the value come last, whichever way. */
function sortRuns(runs: readonly ComparedRun[], column: TableColumn, ascending: boolean): ComparedRun[] {
  const sign = ascending ? 1 : -1;
  return [...runs].sort((a, b) => {
    const [x, y] = [columnValue(a, column), columnValue(b, column)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y)));
  });
}

/** The best value of a metric's column; of a setting none is better. */
function bestOf(runs: readonly ComparedRun[], column: TableColumn): number | null {
  if ("setting" in column) return null;
  const values = runs.map((run) => columnValue(run, column)).filter((value) => typeof value === "number");
  if (values.length < 2) return null;
  return figureOf({ ...column, figure: "BEST" }) === "MIN" ? Math.min(...values) : Math.max(...values);
}
