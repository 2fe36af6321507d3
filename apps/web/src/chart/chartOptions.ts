import type uPlot from "uplot";
import { withAlpha } from "./palette.ts";
import { tooltipPlugin } from "./tooltipPlugin.ts";
import type { ChartSeries, StepRange } from "./types.ts";

export interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly smoothed: boolean;
  readonly logScale: boolean;
  /** Charts with the same key move their cursors together. */
  readonly syncKey: string | null;
  readonly formatValue: (value: number | null) => string;
  readonly gridColor: string;
  readonly textColor: string;
}

/** Columns that each curve takes, in this order: its bucket's minimum and maximum, its values, its smoothed values. */
export const COLUMNS_PER_CURVE = 4;

/** The options of one chart. Curve i owns columns 1 + 4i to 4 + 4i of the data; column 0 is the step. */
export function chartOptions(
  curves: readonly Pick<ChartSeries, "label" | "color">[],
  look: ChartLook,
  visibleRange: () => StepRange | null,
  onSelect: (range: StepRange | null) => void,
  onPick: (step: number) => void,
): uPlot.Options {
  const axisFont = "11px ui-sans-serif, system-ui, sans-serif";
  const axis: uPlot.Axis = {
    stroke: look.textColor,
    font: axisFont,
    grid: { stroke: look.gridColor, width: 1 },
    ticks: { show: false },
    gap: 6,
  };
  return {
    width: look.width,
    height: look.height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 7, width: 1.5 },
      drag: { x: true, y: false, setScale: false },
      ...(look.syncKey ? { sync: { key: look.syncKey, setSeries: false } } : {}),
    },
    scales: {
      x: {
        time: false,
        range: (_chart, min, max) => {
          const range = visibleRange();
          if (range) return [range.fromStep, range.toStep];
          return min === max ? [min - 1, max + 1] : [min, max];
        },
      },
      y: { distr: look.logScale ? 3 : 1 },
    },
    axes: [
      { ...axis, size: 26, space: 70, values: (_chart, splits) => splits.map(stepLabel) },
      { ...axis, size: 52, space: 34, values: (_chart, splits) => splits.map((split) => look.formatValue(split)) },
    ],
    series: [{}, ...curves.flatMap((curve) => curveColumns(curve, look.smoothed))],
    bands: curves.map((curve, i) => {
      const first = 1 + COLUMNS_PER_CURVE * i;
      return { series: [first + 1, first] as [number, number], fill: withAlpha(curve.color, 0.16) };
    }),
    plugins: [tooltipPlugin(curves, look.smoothed, look.formatValue)],
    hooks: {
      setSelect: [
        (chart) => {
          if (chart.select.width < 4) return;
          const fromStep = Math.floor(chart.posToVal(chart.select.left, "x"));
          const toStep = Math.ceil(chart.posToVal(chart.select.left + chart.select.width, "x"));
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (toStep > fromStep) onSelect({ fromStep, toStep });
        },
      ],
      ready: [
        (chart) => {
          chart.over.addEventListener("dblclick", () => onSelect(null));
          listenForClicks(chart, onPick);
        },
      ],
    },
  };
}

/** A click that is no drag picks the step under the cursor. */
function listenForClicks(chart: uPlot, onPick: (step: number) => void): void {
  let downX = 0;
  chart.over.addEventListener("mousedown", (event) => {
    downX = event.clientX;
  });
  chart.over.addEventListener("click", (event) => {
    const step = chart.data[0][chart.cursor.idx ?? -1];
    if (step !== undefined && Math.abs(event.clientX - downX) < 4) onPick(step);
  });
}

function curveColumns({ label, color }: Pick<ChartSeries, "label" | "color">, smoothed: boolean): uPlot.Series[] {
  const bound: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false }, spanGaps: true };
  // A curve of one point is no line: uPlot shows points by itself where they are sparse.
  const sparse: uPlot.Series.Points = {
    show: (chart, _series, from, to) => to - from < 2 || chart.data[0].length < 12,
    size: 5,
  };
  return [
    bound,
    bound,
    {
      label,
      stroke: smoothed ? withAlpha(color, 0.28) : color,
      width: smoothed ? 1 : 1.6,
      spanGaps: true,
      points: smoothed ? { show: false } : sparse,
    },
    { label, stroke: color, width: 1.8, show: smoothed, spanGaps: true, points: sparse },
  ];
}

function stepLabel(step: number): string {
  if (!Number.isInteger(step)) return "";
  return Math.abs(step) >= 10_000 ? `${step / 1000}k` : String(step);
}
