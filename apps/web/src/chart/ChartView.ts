import uPlot from "uplot";
import { type AxisScale, axisScale } from "./axisScale.ts";
import { ChartTooltip, type TooltipRow } from "./ChartTooltip.ts";
import { type ChartLook, chartOptions } from "./chartOptions.ts";
import { drawCurves } from "./drawCurves.ts";
import { drawMarks, markNear } from "./drawMarks.ts";
import { type DrawnCurve, valueExtent } from "./drawnCurves.ts";
import { nearestIndex } from "./nearestIndex.ts";
import type { AxisRange, ChartMark, PickedPoint } from "./types.ts";

export interface ChartContent {
  readonly curves: readonly DrawnCurve[];
  readonly marks: readonly ChartMark[];
  /** Whether the bands of all curves are drawn. */
  readonly bounds: boolean;
  /** What of the axis is shown. */
  readonly range: AxisRange;
}

export interface ChartViewOptions extends ChartLook {
  readonly logX: boolean;
  readonly logY: boolean;
  readonly markColor: string;
  readonly onRange: (range: AxisRange | null) => void;
  readonly onPick: (point: PickedPoint) => void;
  /** Told what stands under the cursor as it is moved by keys. */
  readonly onRead: (text: string) => void;
}

/** With more curves than this a chart that only follows another's cursor shows no values: they would cover it. */
const ROWS_FOLLOWING_MOST = 5;
const BOUNDS_ROWS_MOST = 6;

interface PlacedPoint extends TooltipRow {
  readonly step: number;
  readonly x: number;
}

/** A chart on the page: uPlot's axes and cursor, curves, marks and tooltip. Made anew when its look changes, else updated. */
export class ChartView {
  readonly #options: ChartViewOptions;
  readonly #tooltip = new ChartTooltip();
  readonly #chart: uPlot;
  #content: ChartContent;
  #scaleX: AxisScale;
  #scaleY: AxisScale;
  #focus: string | null = null;
  #byKeys = false;

  constructor(mount: HTMLElement, options: ChartViewOptions, content: ChartContent) {
    this.#options = options;
    this.#content = content;
    this.#scaleX = this.#fitX();
    this.#scaleY = this.#fitY();
    this.#chart = new uPlot(
      chartOptions(options, {
        scaleX: () => this.#scaleX,
        scaleY: () => this.#scaleY,
        draw: (chart) => this.#draw(chart),
        onSelect: options.onRange,
        onClick: () => this.pick(),
        onCursor: () => this.#readCursor(),
      }),
      [
        [0, 1],
        [0, 1],
      ],
      mount,
    );
    this.#chart.over.append(this.#tooltip.element);
  }

  update(content: ChartContent): void {
    this.#content = content;
    this.#scaleX = this.#fitX();
    this.#scaleY = this.#fitY();
    if (!content.curves.some(({ key }) => key === this.#focus)) this.#focus = null;
    // With new ticks, and the values now under the cursor.
    this.#chart.redraw(false, true);
    this.#readCursor();
  }

  resize(width: number, height: number): void {
    this.#chart.setSize({ width, height });
  }

  destroy(): void {
    this.#chart.destroy();
  }

  /** Moves the cursor by points of the focused curve, or of the first. */
  move(points: number): void {
    const { curves, range } = this.#content;
    const curve = curves.find(({ key }) => key === this.#focus) ?? curves[0];
    if (!curve || curve.xs.length === 0) return;
    const { left = -1 } = this.#chart.cursor;
    const from = left < 0 ? range.from : this.#xAt(left);
    const index = Math.max(0, Math.min(curve.xs.length - 1, nearestIndex(curve.xs, from) + points));
    const x = Math.max(range.from, Math.min(range.to, curve.xs[index] as number));
    const value = (curve.smooth ?? curve.values)[index] ?? this.#scaleY.from;
    this.#byKeys = true;
    this.#chart.setCursor({ left: this.#left(x), top: this.#top(value) });
    this.#byKeys = false;
  }

  /** Picks the focused curve's point under the cursor. */
  pick(): void {
    const points = this.#pointsUnderCursor();
    const point = points.find(({ key }) => key === this.#focus) ?? points[0];
    if (point) this.#options.onPick({ key: point.key, step: point.step });
  }

  #fitX(): AxisScale {
    return axisScale(this.#content.range, { logarithmic: this.#options.logX });
  }

  #fitY(): AxisScale {
    const { curves, range, bounds } = this.#content;
    const { logY } = this.#options;
    const shown = valueExtent(curves, range, { logY, bounds }) ?? { from: logY ? 0.1 : 0, to: 1 };
    return axisScale(shown, { logarithmic: logY });
  }

  /** CSS pixels from the chart's left. */
  #left(x: number): number {
    return this.#chart.valToPos(this.#scaleX.place(x), "x");
  }

  /** CSS pixels from the chart's top. */
  #top(value: number): number {
    return this.#chart.valToPos(this.#scaleY.place(value), "y");
  }

  #xAt(left: number): number {
    return this.#scaleX.valueAt(this.#chart.posToVal(left, "x"));
  }

  #draw(chart: uPlot): void {
    const { textColor, markColor } = this.#options;
    const { curves, marks, bounds } = this.#content;
    const [scaleX, scaleY] = [this.#scaleX, this.#scaleY];
    drawMarks(chart, marks, { scaleX, colors: { text: textColor, resume: markColor } });
    drawCurves(chart, curves, { scaleX, scaleY, focus: this.#focus, bounds });
  }

  #readCursor(): void {
    const { left = -1, top = -1 } = this.#chart.cursor;
    const leads = this.#byKeys || this.#chart.over.matches(":hover");
    const points = left < 0 ? [] : this.#pointsUnderCursor();
    const nearest = leads ? nearestTo(points, top) : null;
    this.#setFocus(points.length > 1 ? (nearest?.key ?? null) : null);
    const first = nearest ?? points[0];
    if (!first || (!leads && points.length > ROWS_FOLLOWING_MOST)) {
      this.#tooltip.hide();
      return;
    }
    const { axis } = this.#options;
    const place =
      axis.name === "steps" ? axis.formatPlace(first.x) : `${axis.formatPlace(first.x)} · step ${first.step}`;
    const mark = markNear(this.#content.marks, (x) => this.#left(x), left);
    points.sort((a, b) => a.top - b.top);
    this.#tooltip.show(place, mark?.label ?? null, points, nearest?.key ?? null, left);
    if (this.#byKeys) {
      const values = points.map(({ label, text }) => `${label} ${text}`).join(", ");
      this.#options.onRead([place, mark?.label, values].filter(Boolean).join(": "));
    }
  }

  #setFocus(key: string | null): void {
    if (key === this.#focus) return;
    this.#focus = key;
    this.#chart.redraw(false);
  }

  #pointsUnderCursor(): PlacedPoint[] {
    const { left = -1 } = this.#chart.cursor;
    if (left < 0) return [];
    const at = this.#xAt(left);
    const { curves } = this.#content;
    const { formatValue } = this.#options;
    return curves.flatMap((curve) => {
      const index = nearestIndex(curve.xs, at);
      const value = (curve.smooth ?? curve.values)[index];
      // Beyond its own ends a curve has no value there.
      const beyond = at > (curve.xs.at(-1) ?? at) && curves.length > 1 && this.#distance(curve, index, at) > 12;
      if (index < 0 || value === null || value === undefined || beyond) return [];
      const bounds =
        curve.band && curves.length <= BOUNDS_ROWS_MOST
          ? ` (${formatValue(curve.band.low[index] ?? null)} to ${formatValue(curve.band.high[index] ?? null)})`
          : "";
      return {
        key: curve.key,
        color: curve.color,
        label: curve.label,
        text: formatValue(value) + bounds,
        top: this.#top(value),
        step: curve.steps[index] as number,
        x: curve.xs[index] as number,
      };
    });
  }

  /** From a curve's point to a place, in CSS pixels. */
  #distance(curve: DrawnCurve, index: number, x: number): number {
    return Math.abs(this.#left(curve.xs[index] ?? x) - this.#left(x));
  }
}

function nearestTo(points: readonly PlacedPoint[], top: number): PlacedPoint | null {
  let nearest: PlacedPoint | null = null;
  for (const point of points) {
    if (nearest === null || Math.abs(point.top - top) < Math.abs(nearest.top - top)) nearest = point;
  }
  return nearest;
}
