"use client";

import { Chip, Group, Paper, Select, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useQueryState } from "../../url/useQueryState.ts";
import { columnText, parseColumn, type TableColumn } from "../run/tableColumns.ts";
import type { ComparedRun } from "./comparedRun.ts";
import { dimensionScale } from "./dimensionScale.ts";
import { columnValue, differingSettings, dimensionChoices, dimensionLabel, metricNames } from "./dimensions.ts";
import { ScatterPlot } from "./ScatterPlot.tsx";

/** Any two settings or metrics against each other; a click opens the run. */
export function RunScatter({ runs }: { runs: readonly ComparedRun[] }) {
  const [xText, setX] = useQueryState("sx");
  const [yText, setY] = useQueryState("sy");
  const [logText, setLog] = useQueryState("slog");
  const [focus, setFocus] = useState<string | null>(null);
  const [firstX, firstY] = useMemo(() => firstPair(runs), [runs]);
  const [xColumn, yColumn] = [xText ? parseColumn(xText) : firstX, yText ? parseColumn(yText) : firstY];
  const choices = useMemo(() => dimensionChoices(runs), [runs]);
  const scaleOf = (column: TableColumn, letter: string) =>
    dimensionScale(
      runs.map((run) => columnValue(run, column)),
      logText?.includes(letter) ?? false,
    );
  const [xScale, yScale] = [scaleOf(xColumn, "x"), scaleOf(yColumn, "y")];
  const points = runs.filter(
    (run) => xScale.place(columnValue(run, xColumn)) !== null && yScale.place(columnValue(run, yColumn)) !== null,
  );
  const focused = points.find(({ id }) => id === focus);
  const describe = (run: ComparedRun) =>
    `${run.name}: ${dimensionLabel(xColumn)} ${columnValue(run, xColumn)}, ${dimensionLabel(yColumn)} ${columnValue(run, yColumn)}`;
  const toggleLog = (letter: "x" | "y", on: boolean) => {
    const other = letter === "x" ? "y" : "x";
    setLog(`${logText?.includes(other) ? other : ""}${on ? letter : ""}`);
  };

  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Group gap="xs" mb="xs">
        <Select
          aria-label="Vertical axis"
          data={choices}
          value={columnText(yColumn)}
          onChange={setY}
          searchable
          allowDeselect={false}
          w={210}
        />
        <Text size="sm" c="dimmed">
          over
        </Text>
        <Select
          aria-label="Horizontal axis"
          data={choices}
          value={columnText(xColumn)}
          onChange={setX}
          searchable
          allowDeselect={false}
          w={210}
        />
        <Group gap={4}>
          <Chip size="xs" checked={xScale.logarithmic} onChange={(on) => toggleLog("x", on)}>
            log x
          </Chip>
          <Chip size="xs" checked={yScale.logarithmic} onChange={(on) => toggleLog("y", on)}>
            log y
          </Chip>
        </Group>
      </Group>
      <ScatterPlot
        label="Scatter plot of the runs"
        heightPx={360}
        xScale={xScale}
        yScale={yScale}
        xTitle={dimensionLabel(xColumn)}
        dots={points.map((run) => ({
          runId: run.id,
          x: columnValue(run, xColumn),
          y: columnValue(run, yColumn),
          color: run.color,
          label: describe(run),
        }))}
        focus={focus}
        onFocus={setFocus}
      />
      <Text size="xs" c="dimmed" mih={18} truncate>
        {focused
          ? describe(focused)
          : points.length < runs.length
            ? `${runs.length - points.length} of ${runs.length} runs lack one of the two values. Click a point to open its run.`
            : "Click a point to open its run."}
      </Text>
    </Paper>
  );
}

/** The first setting that differs, of numbers where there is one, and the best mask AP, or what metric there is. */
function firstPair(runs: readonly ComparedRun[]): [TableColumn, TableColumn] {
  const differing = differingSettings(runs);
  const isNumber = (setting: string) => runs.every((run) => typeof columnValue(run, { setting }) !== "string");
  const setting = differing.find(isNumber) ?? differing[0] ?? "seed";
  const names = metricNames(runs);
  const metric = ["val/segm/AP", "loss"].find((name) => names.includes(name)) ?? names[0];
  return [{ setting }, metric ? { metric, figure: "BEST" } : { setting: "seed" }];
}
