"use client";

import { Paper, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Chart } from "../../chart/Chart.tsx";
import type { AxisRange, PickedPoint } from "../../chart/types.ts";
import { isMeasuredEveryStep } from "../metricSeries/chartGroups.ts";
import { CURVE_AXES } from "../metricSeries/curveAxis.ts";
import { stepsBehind } from "../metricSeries/curves.ts";
import { describePoints } from "../metricSeries/describePoints.ts";
import type { CurveView } from "../metricSeries/useCurveView.ts";
import { curvesOfGroups, curvesOfRuns } from "./drawnRuns.ts";
import type { BandKind } from "./meanAndBand.ts";
import type { PlacedRun } from "./useComparedCurves.ts";

interface ComparedChartProps {
  readonly name: string;
  readonly placed: readonly PlacedRun[];
  readonly by: string | null;
  readonly band: BandKind;
  /** Whether the bands of all curves are drawn. */
  readonly bounds: boolean;
  readonly hidden: readonly string[];
  readonly view: CurveView;
  readonly extent: AxisRange | null;
}

/** One metric of all runs. A click opens the run, at the images behind the point where it is a loss. */
export function ComparedChart({ name, placed, by, band, bounds, hidden, view, extent }: ComparedChartProps) {
  const router = useRouter();
  const noisy = isMeasuredEveryStep(name);
  const smoothing = noisy ? view.smoothing : 0;
  const curves = useMemo(
    () =>
      by === null ? curvesOfRuns(placed, name, hidden) : curvesOfGroups(placed, name, { by, band, smoothing, hidden }),
    [placed, name, hidden, by, band, smoothing],
  );
  const read = placed.flatMap(({ run, curves: all }) => (hidden.includes(run.id) ? [] : (all.get(name) ?? [])));
  const open = ({ key, step }: PickedPoint) => {
    const curve = placed.find(({ run }) => run.id === key)?.curves.get(name);
    if (!curve) return;
    const { fromStep, toStep } = stepsBehind(curve, step);
    router.push(`/runs/${key}${name === "loss" || name.startsWith("loss/") ? `?images=${fromStep}-${toStep}` : ""}`);
  };
  return (
    <Paper radius="lg" p="sm" bg="var(--my-surface-raised)">
      <Text fw={600} size="sm" mb={6} component="h3">
        {name}
      </Text>
      <Chart
        label={`${name} of ${placed.length} runs over ${CURVE_AXES[view.axis].name}`}
        curves={curves}
        axis={CURVE_AXES[view.axis]}
        height={300}
        smoothing={by === null ? smoothing : 0}
        logX={view.logX}
        logY={view.logY && noisy}
        bounds={bounds}
        range={view.range}
        extent={extent}
        onRange={view.setRange}
        syncKey="compare"
        onPick={by === null ? open : undefined}
      />
      <Text size="xs" c="dimmed" ta="right" className="tabular">
        {describePoints(read, bounds && by === null)}
      </Text>
    </Paper>
  );
}
