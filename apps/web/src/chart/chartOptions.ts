import type uPlot from "uplot";
import type { AxisScale } from "./axisScale.ts";
import { type ChartTicks, chartTicks } from "./chartTicks.ts";
import { listenForClicks } from "./listenForClicks.ts";
import type { AxisRange, ChartAxis } from "./types.ts";

export interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly axis: ChartAxis;
  /** Charts with the same key move their cursors together. */
  readonly syncKey: string | null;
  readonly formatValue: (value: number | null) => string;
  readonly gridColor: string;
  readonly textColor: string;
}

export interface ChartHooks {
  readonly scaleX: () => AxisScale;
  readonly scaleY: () => AxisScale;
  readonly draw: (chart: uPlot) => void;
  readonly onSelect: (range: AxisRange | null) => void;
  readonly onClick: () => void;
  readonly onCursor: () => void;
}

const FONT = "11px ui-sans-serif, system-ui, sans-serif";

/** Of a label's letters, about. */
const LETTER_PX = 6.2;
/** Between the ticks of an axis, at the least. */
const SPACE_X_PX = 70;
const SPACE_Y_PX = 34;
const SIZE_Y_PX = 52;

/** uPlot counts both axes from 0 to 1: where values lie on them is up to their scales, which have no number they cannot show. */
const unitScale: uPlot.Scale = { time: false, range: () => [0, 1] };

/** uPlot's part of a chart: scales, axes, cursor and selection. The curves draw themselves (`drawCurves`). */
export function chartOptions(look: ChartLook, hooks: ChartHooks): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: look.textColor,
    font: FONT,
    grid: { stroke: look.gridColor, width: 1 },
    ticks: { show: false },
    gap: 6,
  };
  const { axis: horizontal } = look;
  let ticksX: ChartTicks = { places: [], labels: [] };
  let ticksY = ticksX;
  return {
    width: look.width,
    height: look.height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      ...(look.syncKey ? { sync: { key: look.syncKey, setSeries: false } } : {}),
    },
    scales: { x: unitScale, y: unitScale },
    axes: [
      {
        ...axis,
        size: 26,
        splits: ({ bbox }) => {
          const most = bbox.width / devicePixelRatio / SPACE_X_PX;
          ticksX = chartTicks(hooks.scaleX(), { ...horizontal, most, format: horizontal.formatTick });
          return [...ticksX.places];
        },
        values: () => [...ticksX.labels],
      },
      {
        ...axis,
        size: (_chart, labels) => labelsWidth(labels ?? []),
        splits: ({ bbox }) => {
          const most = bbox.height / devicePixelRatio / SPACE_Y_PX;
          ticksY = chartTicks(hooks.scaleY(), { most, format: look.formatValue });
          return [...ticksY.places];
        },
        values: () => [...ticksY.labels],
      },
    ],
    // One empty series gives the scales something to stand on.
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      draw: [hooks.draw],
      setCursor: [hooks.onCursor],
      setSelect: [
        (chart) => {
          if (chart.select.width < 4) return;
          const { left, width } = chart.select;
          const { valueAt } = hooks.scaleX();
          const from = valueAt(chart.posToVal(left, "x"));
          const to = valueAt(chart.posToVal(left + width, "x"));
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (to > from) hooks.onSelect({ from, to });
        },
      ],
      ready: [
        (chart) => listenForClicks(chart.over, { onClick: hooks.onClick, onDoubleClick: () => hooks.onSelect(null) }),
      ],
    },
  };
}

function labelsWidth(labels: readonly string[]): number {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  return Math.max(SIZE_Y_PX, Math.ceil(longest * LETTER_PX) + 12);
}
