import type uPlot from "uplot";
import classes from "./Chart.module.css";
import { COLUMNS_PER_CURVE } from "./chartOptions.ts";
import type { ChartSeries } from "./types.ts";

/** Values under the cursor, on the chart that the pointer is over; charts moved along by it show their cursor line only. */
export function tooltipPlugin(
  curves: readonly Pick<ChartSeries, "label" | "color">[],
  smoothed: boolean,
  formatValue: (value: number | null) => string,
): uPlot.Plugin {
  const tip = document.createElement("div");
  tip.className = classes.tooltip ?? "";
  tip.hidden = true;

  return {
    hooks: {
      init: [(chart) => chart.over.appendChild(tip)],
      setCursor: [
        (chart) => {
          const { idx, left = -1 } = chart.cursor;
          if (idx === null || idx === undefined || left < 0 || !chart.over.matches(":hover")) {
            tip.hidden = true;
            return;
          }
          const rows = curves.flatMap((curve, i) => {
            const column = 1 + COLUMNS_PER_CURVE * i + (smoothed ? 3 : 2);
            const value = nearestValue(chart.data[column], idx);
            return value === null ? [] : [{ ...curve, value }];
          });
          rows.sort((a, b) => b.value - a.value);
          tip.replaceChildren(line("", `step ${chart.data[0][idx]}`, ""));
          for (const row of rows.slice(0, 12)) tip.append(line(row.color, row.label, formatValue(row.value)));
          tip.hidden = rows.length === 0;
          const flip = left > chart.over.clientWidth / 2;
          tip.style.left = flip ? "" : `${left + 14}px`;
          tip.style.right = flip ? `${chart.over.clientWidth - left + 14}px` : "";
        },
      ],
    },
  };
}

/** The value at an index, else the last one before it: curves need not have points at the same steps. */
function nearestValue(column: ArrayLike<number | null | undefined> | undefined, index: number): number | null {
  for (let i = index; i >= 0 && column; i--) {
    const value = column[i];
    if (value !== undefined) return value;
  }
  return null;
}

function line(color: string, name: string, value: string): HTMLElement {
  const row = document.createElement("div");
  row.className = classes.tooltipRow ?? "";
  if (color) {
    const dot = document.createElement("span");
    dot.className = classes.dot ?? "";
    dot.style.background = color;
    row.append(dot);
  }
  const label = document.createElement("span");
  label.className = classes.tooltipName ?? "";
  label.textContent = name;
  const number = document.createElement("span");
  number.className = classes.tooltipValue ?? "";
  number.textContent = value;
  row.append(label, number);
  return row;
}
