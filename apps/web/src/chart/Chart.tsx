"use client";

import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef } from "react";
import uPlot from "uplot";
import { formatMetric } from "../format/formatNumber.ts";
import { alignSeries } from "./alignSeries.ts";
import classes from "./Chart.module.css";
import { chartOptions } from "./chartOptions.ts";
import { smoothValues } from "./smoothValues.ts";
import type { ChartSeries, StepRange } from "./types.ts";

interface ChartProps {
  readonly series: readonly ChartSeries[];
  readonly height: number;
  /** What the chart shows, for those who cannot see it. */
  readonly label: string;
  readonly smoothing?: number;
  readonly logScale?: boolean;
  readonly syncKey?: string | null;
  readonly range?: StepRange | null;
  readonly onRange?: (range: StepRange | null) => void;
  /** Told the step of a point that was clicked. */
  readonly onPick?: ((step: number) => void) | undefined;
  readonly formatValue?: (value: number | null) => string;
}

/** Curves over steps. Drag to zoom in step, double click to see all, click to pick a step; new points only replace the data. */
export function Chart({
  series,
  height,
  label,
  smoothing = 0,
  logScale = false,
  syncKey = null,
  range = null,
  onRange,
  onPick,
  formatValue = formatMetric,
}: ChartProps) {
  const { ref: frameRef, width } = useElementSize();
  const mountRef = useRef<HTMLDivElement>(null);
  const chartRef = useRef<uPlot | null>(null);
  const rangeRef = useRef(range);
  const onRangeRef = useRef(onRange);
  const onPickRef = useRef(onPick);
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const data = useMemo(() => chartData(series, smoothing, logScale), [series, smoothing, logScale]);
  const dataRef = useRef(data);
  const smoothed = smoothing > 0;
  const identity = JSON.stringify(series.map(({ key, label, color }) => [key, label, color]));

  rangeRef.current = range;
  onRangeRef.current = onRange;
  onPickRef.current = onPick;
  dataRef.current = data;

  // The chart itself is made anew only when its curves or its look change. `scheme` changes the colours read from the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: width and height are applied by setSize below
  useEffect(() => {
    const mount = mountRef.current;
    if (!mount) return;
    const css = getComputedStyle(document.documentElement);
    const curves = (JSON.parse(identity) as [string, string, string][]).map(([, name, color]) => ({
      label: name,
      color,
    }));
    const look = {
      width: Math.max(width, 50),
      height,
      smoothed,
      logScale,
      syncKey,
      formatValue,
      gridColor: css.getPropertyValue("--my-chart-grid").trim(),
      textColor: css.getPropertyValue("--my-chart-text").trim(),
    };
    const options = chartOptions(
      curves,
      look,
      () => rangeRef.current,
      (next) => onRangeRef.current?.(next),
      (step) => onPickRef.current?.(step),
    );
    const chart = new uPlot(options, dataRef.current, mount);
    chartRef.current = chart;
    return () => {
      chartRef.current = null;
      chart.destroy();
    };
  }, [identity, smoothed, logScale, syncKey, formatValue, scheme]);

  useEffect(() => {
    if (width > 0) chartRef.current?.setSize({ width, height });
  }, [width, height]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new range reads the same data again with other bounds
  useEffect(() => {
    chartRef.current?.setData(data, true);
  }, [data, range]);

  return (
    <div
      ref={frameRef}
      className={classes.frame}
      role="img"
      aria-label={label}
      style={{ height, ...(onPick ? { cursor: "pointer" } : {}) }}
    >
      <div ref={mountRef} />
    </div>
  );
}

function chartData(series: readonly ChartSeries[], smoothing: number, logScale: boolean): uPlot.AlignedData {
  const drawable = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null || !Number.isFinite(value) || (logScale && value <= 0) ? null : value));
  const aligned = alignSeries(
    series.flatMap((curve) => {
      const values = drawable(curve.values);
      return [
        { steps: curve.steps, values: drawable(curve.minValues ?? curve.values) },
        { steps: curve.steps, values: drawable(curve.maxValues ?? curve.values) },
        { steps: curve.steps, values },
        { steps: curve.steps, values: smoothing > 0 ? smoothValues(values, smoothing) : values },
      ];
    }),
  );
  return [aligned.steps, ...aligned.columns] as uPlot.AlignedData;
}
