import type uPlot from "uplot";
import { logTicks } from "./logTicks.ts";
import type { AxisRange, ChartAxis } from "./types.ts";

export interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly axis: ChartAxis;
  /** Charts with the same key move their cursors together. */
  readonly syncKey: string | null;
  readonly formatValue: (value: number | null) => string;
  readonly gridColor: string;
  readonly textColor: string;
}

export interface ChartHooks {
  readonly rangeX: () => AxisRange;
  readonly rangeY: () => AxisRange;
  readonly draw: (chart: uPlot) => void;
  readonly onSelect: (range: AxisRange | null) => void;
  readonly onClick: () => void;
  readonly onCursor: () => void;
}

const FONT = "11px ui-sans-serif, system-ui, sans-serif";

/** uPlot's own ticks of such an axis start at its bound, whatever that is. */
const logarithmic: Pick<uPlot.Axis, "splits" | "filter"> = {
  splits: (_chart, _axis, from, to) => logTicks(from, to),
  filter: (_chart, splits) => splits,
};

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
    scales: {
      x: {
        time: false,
        distr: look.logX ? 3 : 1,
        range: () => {
          const { from, to } = hooks.rangeX();
          return [from, to];
        },
      },
      y: {
        distr: look.logY ? 3 : 1,
        range: () => {
          const { from, to } = hooks.rangeY();
          return [from, to];
        },
      },
    },
    axes: [
      {
        ...axis,
        size: 26,
        space: 70,
        ...(look.logX ? logarithmic : {}),
        ...(horizontal.increments && !look.logX ? { incrs: [...horizontal.increments] } : {}),
        values: (_chart, splits) => splits.map((split) => (split === null ? "" : horizontal.formatTick(split))),
      },
      {
        ...axis,
        size: 52,
        space: 34,
        ...(look.logY ? logarithmic : {}),
        values: (_chart, splits) => splits.map((split) => (split === null ? "" : look.formatValue(split))),
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
          const from = chart.posToVal(chart.select.left, "x");
          const to = chart.posToVal(chart.select.left + chart.select.width, "x");
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (to > from) hooks.onSelect({ from, to });
        },
      ],
      ready: [
        (chart) => {
          chart.over.addEventListener("dblclick", () => hooks.onSelect(null));
          listenForClicks(chart, hooks.onClick);
        },
      ],
    },
  };
}

/** A click that is no drag. */
function listenForClicks(chart: uPlot, onClick: () => void): void {
  let downX = 0;
  chart.over.addEventListener("mousedown", (event) => {
    downX = event.clientX;
  });
  chart.over.addEventListener("click", (event) => {
    if (Math.abs(event.clientX - downX) < 4) onClick();
  });
}
