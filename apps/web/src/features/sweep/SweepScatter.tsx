"use client";

import { Paper, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import { curveColor } from "../../chart/palette.ts";
import { formatMetric } from "../../format/formatNumber.ts";
import { dimensionScale } from "../compare/dimensionScale.ts";
import { ScatterPlot } from "../compare/ScatterPlot.tsx";
import { settingLabel } from "../configuration/settings.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { type SweepRun, settingOf } from "./sweepRun.ts";

interface SweepScatterProps {
  readonly runs: readonly SweepRun[];
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
}

/** Each varied setting against the metric, a dot a run: whole where it trained to its end, hollow where the sweep ended it. */
export function SweepScatter({ runs, dimensions, metric }: SweepScatterProps) {
  const [focus, setFocus] = useState<string | null>(null);
  const measured = runs.filter(({ sweepValue }) => sweepValue !== null);
  const focused = measured.find(({ id }) => id === focus);
  if (measured.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No run has a value of {metric} yet.
      </Text>
    );
  }
  return (
    <div>
      <SimpleGrid cols={{ base: 1, md: Math.min(2, dimensions.length) }}>
        {dimensions.map((dimension) => (
          <SettingScatter
            key={dimension.setting}
            runs={measured}
            dimension={dimension}
            metric={metric}
            focus={focus}
            onFocus={setFocus}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mih={18} mt={6}>
        {focused
          ? `#${focused.number} ${focused.name}: ${dimensions.map(({ setting }) => `${settingLabel(setting)} ${formatVaried(settingOf(focused, setting))}`).join(", ")}, ${metric} ${formatMetric(focused.sweepValue)}`
          : `${measured.length} of ${runs.length} runs have a value; a hollow dot is one that the sweep stopped. A click on a dot opens its run.`}
      </Text>
    </div>
  );
}

interface SettingScatterProps {
  readonly runs: readonly SweepRun[];
  readonly dimension: SweepDimension;
  readonly metric: string;
  readonly focus: string | null;
  readonly onFocus: (id: string | null) => void;
}

function SettingScatter({ runs, dimension, metric, focus, onFocus }: SettingScatterProps) {
  const { setting } = dimension;
  const valueAt = (run: SweepRun) => {
    const value = settingOf(run, setting);
    return typeof value === "number" ? value : formatVaried(value);
  };
  const isLog = "scale" in dimension && dimension.scale === "log";
  const xScale = dimensionScale(runs.map(valueAt), isLog);
  const yScale = dimensionScale(
    runs.map(({ sweepValue }) => sweepValue),
    false,
  );
  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Text fw={600} size="sm" mb={6} component="h3">
        {metric} over {settingLabel(setting)}
      </Text>
      <ScatterPlot
        label={`${metric} over ${settingLabel(setting)}`}
        heightPx={220}
        xScale={xScale}
        yScale={yScale}
        dots={runs.map((run) => ({
          runId: run.id,
          x: valueAt(run),
          y: run.sweepValue,
          color: curveColor(0),
          hollow: run.sweepStop !== null,
          label: `Run ${run.number}: ${settingLabel(setting)} ${formatVaried(valueAt(run))}, ${metric} ${formatMetric(run.sweepValue)}`,
        }))}
        focus={focus}
        onFocus={onFocus}
      />
    </Paper>
  );
}
