"use client";

import { Group, Paper, Text, UnstyledButton } from "@mantine/core";
import { useMemo } from "react";
import { Chart } from "../../chart/Chart.tsx";
import { curveColor } from "../../chart/palette.ts";
import type { AxisRange, ChartCurve, ChartMark, StepRange } from "../../chart/types.ts";
import { formatMetric } from "../../format/formatNumber.ts";
import classes from "./CurvesTab.module.css";
import { type ChartGroup, isMeasuredEveryStep, shortSeriesName } from "./chartGroups.ts";
import { CURVE_AXES } from "./curveAxis.ts";
import { type Curve, stepsBehind } from "./curves.ts";
import { describePoints } from "./describePoints.ts";
import type { CurveView } from "./useCurveView.ts";

interface CurvePanelProps {
  readonly group: ChartGroup;
  readonly curves: readonly (Curve & { readonly xs: readonly number[] })[];
  readonly view: CurveView;
  /** The whole axis, the same for all charts of the page. */
  readonly extent: AxisRange | null;
  readonly marks: readonly ChartMark[];
  /** Names of the series that are not drawn. */
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
  readonly syncKey: string;
  /** The steps behind a clicked point: one, or those of its bucket. */
  readonly onSteps?: ((range: StepRange) => void) | undefined;
}

/** A chart with its title and a legend whose entries show and hide curves. */
export function CurvePanel(props: CurvePanelProps) {
  const { group, curves, view, extent, marks, hidden, onHidden, syncKey, onSteps } = props;
  const all = useMemo(
    () =>
      group.seriesNames.flatMap((name, i) => {
        const curve = curves.find((candidate) => candidate.name === name);
        return curve ? [{ ...curve, key: name, label: shortSeriesName(name), color: curveColor(i) }] : [];
      }),
    [group, curves],
  );
  const shown = useMemo(() => all.filter(({ key }) => !hidden.includes(key)), [all, hidden]);
  if (all.length === 0) return null;
  const last = all.length === 1 ? all[0]?.values.at(-1) : undefined;
  const toggle = (key: string) =>
    onHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  const axis = CURVE_AXES[view.axis];
  const noisy = isMeasuredEveryStep(group.key);

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
                onClick={() => toggle(key)}
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
        label={`${group.title} over ${axis.name}`}
        curves={shown}
        axis={axis}
        height={group.wide ? 260 : 200}
        smoothing={noisy ? view.smoothing : 0}
        logX={view.logX}
        logY={view.logY && noisy}
        marks={marks}
        range={view.range}
        extent={extent}
        onRange={view.setRange}
        syncKey={syncKey}
        onPick={onSteps ? ({ key, step }) => onSteps(stepsOf(shown, key, step)) : undefined}
      />
      <Text size="xs" c="dimmed" ta="right" className="tabular">
        {describePoints(shown)}
      </Text>
    </Paper>
  );
}

function stepsOf(curves: readonly (ChartCurve & Curve)[], key: string, step: number): StepRange {
  const curve = curves.find((candidate) => candidate.key === key);
  return curve ? stepsBehind(curve, step) : { fromStep: step, toStep: step };
}
