"use client";

import { Group, Paper, Text, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { Chart } from "../../chart/Chart.tsx";
import { curveColor } from "../../chart/palette.ts";
import type { ChartSeries, StepRange } from "../../chart/types.ts";
import { formatMetric } from "../../format/formatNumber.ts";
import classes from "./CurvesTab.module.css";
import { type ChartGroup, shortSeriesName } from "./chartGroups.ts";
import { type Curve, stepsBehind } from "./curves.ts";

interface CurvePanelProps {
  readonly group: ChartGroup;
  readonly curves: readonly Curve[];
  readonly smoothing: number;
  readonly logScale: boolean;
  readonly range: StepRange | null;
  readonly onRange: (range: StepRange | null) => void;
  readonly syncKey: string;
  /** The steps behind a clicked point: one, or those of its bucket. */
  readonly onSteps?: ((range: StepRange) => void) | undefined;
}

/** A chart with its title and a legend whose entries show and hide curves. */
export function CurvePanel({ group, curves, smoothing, logScale, range, onRange, syncKey, onSteps }: CurvePanelProps) {
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const all = useMemo<readonly ChartSeries[]>(
    () =>
      group.seriesNames.flatMap((name, i) => {
        const curve = curves.find((candidate) => candidate.name === name);
        return curve ? [{ ...curve, key: name, label: shortSeriesName(name), color: curveColor(i) }] : [];
      }),
    [group, curves],
  );
  const shown = useMemo(() => all.filter(({ key }) => !hidden.includes(key)), [all, hidden]);
  const last = all.length === 1 ? all[0]?.values.at(-1) : undefined;
  // Evaluations come once an epoch and the learning rate is set, not measured: neither is noisy.
  const smooth = group.key === "lr" || group.key.startsWith("val/") ? 0 : smoothing;

  return (
    <Paper radius="lg" className={`${classes.panel} ${group.wide ? classes.wide : ""}`}>
      <Group justify="space-between" mb={6} wrap="nowrap" align="flex-start">
        <Text fw={600} size="sm" component="h3" style={{ whiteSpace: "nowrap" }}>
          {group.title}
        </Text>
        {all.length > 1 ? (
          <div className={classes.legend}>
            {all.map(({ key, label, color }) => (
              <UnstyledButton
                key={key}
                className={classes.entry ?? ""}
                aria-pressed={!hidden.includes(key)}
                onClick={() => setHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key])}
              >
                <span className={classes.swatch} style={{ background: color }} />
                {label}
              </UnstyledButton>
            ))}
          </div>
        ) : (
          <Text size="sm" className="tabular" data-testid={`last-${group.key}`}>
            {formatMetric(last)}
          </Text>
        )}
      </Group>
      <Chart
        label={`${group.title} over steps`}
        series={shown}
        height={group.wide ? 260 : 200}
        smoothing={smooth}
        logScale={logScale}
        range={range}
        onRange={onRange}
        syncKey={syncKey}
        onPick={onSteps && shown[0] ? (step) => onSteps(stepsBehind(shown[0] as ChartSeries, step)) : undefined}
      />
    </Paper>
  );
}
