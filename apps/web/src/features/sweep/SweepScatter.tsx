"use client";

import { Paper, SimpleGrid, Text } from "@mantine/core";
import { memo, useMemo, useState } from "react";
import { curveColor } from "../../chart/palette.ts";
import { formatCount, formatMetric } from "../../format/formatNumber.ts";
import { dimensionScale } from "../compare/dimensionScale.ts";
import { ScatterPlot } from "../compare/ScatterPlot.tsx";
import { settingLabel } from "../configuration/settings.ts";
import type { SweepDimension } from "./describeDimension.ts";
import { formatVaried } from "./formatVaried.ts";
import { runsOfPoints, type SweepPoint, type SweepPointRun, settingOf } from "./sweepPoints.ts";

interface SweepScatterProps {
  readonly points: readonly SweepPoint[];
  readonly dimensions: readonly SweepDimension[];
  readonly metric: string;
}

/** Each varied setting against the metric, a dot a run: whole where it trained to its end, hollow where the sweep ended it. */
export function SweepScatter({ points, dimensions, metric }: SweepScatterProps) {
  const [focus, setFocus] = useState<string | null>(null);
  const runs = useMemo(() => runsOfPoints(points), [points]);
  const measured = useMemo(() => runs.filter(({ value }) => value !== null), [runs]);
  const focused = focus === null ? undefined : measured.find(({ id }) => id === focus);
  if (measured.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No run has a value for {metric} yet.
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
          ? `Run ${focused.number}: ${dimensions.map(({ setting }) => `${settingLabel(setting)} ${formatVaried(settingOf(focused.point, setting))}`).join(", ")}, ${metric} ${formatMetric(focused.value)}`
          : `${formatCount(measured.length)} of ${formatCount(runs.length)} runs have a value. Hollow dots are runs that the sweep stopped early. Click a dot to open its run.`}
      </Text>
    </div>
  );
}

interface SettingScatterProps {
  readonly runs: readonly SweepPointRun[];
  readonly dimension: SweepDimension;
  readonly metric: string;
  readonly focus: string | null;
  readonly onFocus: (id: string | null) => void;
}

const SettingScatter = memo(function SettingScatter({ runs, dimension, metric, focus, onFocus }: SettingScatterProps) {
  const { setting } = dimension;
  const isLog = "scale" in dimension && dimension.scale === "log";
  const title = settingLabel(setting);
  const { dots, xScale, yScale } = useMemo(() => {
    const placed = runs.map((run) => {
      const value = settingOf(run.point, setting);
      const x = typeof value === "number" ? value : formatVaried(value);
      return {
        runId: run.id,
        x,
        y: run.value,
        color: curveColor(0),
        hollow: run.stopped,
        label: `Run ${run.number}: ${title} ${formatVaried(value)}, ${metric} ${formatMetric(run.value)}`,
      };
    });
    return {
      dots: placed,
      xScale: dimensionScale(
        placed.map(({ x }) => x),
        isLog,
      ),
      yScale: dimensionScale(
        placed.map(({ y }) => y),
        false,
      ),
    };
  }, [runs, setting, isLog, title, metric]);
  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Text fw={600} size="sm" mb={6} component="h3">
        {metric} over {title}
      </Text>
      <ScatterPlot
        label={`${metric} over ${title}`}
        heightPx={220}
        xScale={xScale}
        yScale={yScale}
        dots={dots}
        focus={focus}
        onFocus={onFocus}
      />
    </Paper>
  );
});
