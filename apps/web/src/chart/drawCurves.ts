import type uPlot from "uplot";
import type { DrawnCurve } from "./drawnCurves.ts";
import { withAlpha } from "./palette.ts";

/** From this many curves on what is raw is fainter: it lies over one another. */
const MANY_CURVES = 7;
const SPARSE_POINTS = 12;

/**
 * Draws curves onto a chart whose scales are set: the band between each bucket's least and greatest value, the
 * values, and over them the smoothed ones; without `bounds` what lies behind the main line is drawn of the focused curve alone. Each curve keeps
 * points of its own: uPlot would lay all over the union of their places, which for fifty runs by time is fifty times the cells.
 */
export function drawCurves(
  chart: uPlot,
  curves: readonly DrawnCurve[],
  { focus, bounds }: { readonly focus: string | null; readonly bounds: boolean },
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineJoin = "round";
  const toX = positions(chart, "x");
  const toY = positions(chart, "y");
  const bandAlpha = curves.length >= MANY_CURVES ? 0.07 : 0.16;
  for (const curve of curves) {
    if (curve.band && (bounds || curve.key === focus)) {
      ctx.fillStyle = withAlpha(curve.color, focus === curve.key ? 0.25 : bandAlpha);
      fillBand(ctx, curve, curve.band, toX, toY);
      // A spike of one bucket is narrower than a pixel; its outline is not.
      ctx.strokeStyle = withAlpha(curve.color, bandAlpha * 1.6);
      ctx.lineWidth = ratio;
      strokeLine(ctx, curve.xs, curve.band.high, toX, toY);
      strokeLine(ctx, curve.xs, curve.band.low, toX, toY);
    }
  }
  for (const pass of ["others", "focus"] as const) {
    for (const curve of curves) {
      const focused = curve.key === focus;
      if (focused !== (pass === "focus")) continue;
      ctx.setLineDash(curve.dashed ? [5 * ratio, 4 * ratio] : []);
      const main = curve.smooth ?? curve.values;
      if (curve.smooth && (bounds || focused)) {
        ctx.strokeStyle = withAlpha(curve.color, curves.length >= MANY_CURVES ? 0.12 : 0.28);
        ctx.lineWidth = ratio;
        strokeLine(ctx, curve.xs, curve.values, toX, toY);
      }
      const faded = focus !== null && !focused && curves.length > 1;
      ctx.strokeStyle = faded ? withAlpha(curve.color, 0.55) : curve.color;
      ctx.lineWidth = (focused ? 2.6 : curves.length > 20 ? 1.3 : 1.7) * ratio;
      strokeLine(ctx, curve.xs, main, toX, toY);
      if (main.length <= SPARSE_POINTS) dots(ctx, curve, main, toX, toY, ratio);
    }
  }
  ctx.restore();
}

type Position = (value: number) => number;

/** Canvas pixels of a scale's values. uPlot's own `valToPos` looks its scale up each time. */
function positions(chart: uPlot, name: "x" | "y"): Position {
  const scale = chart.scales[name];
  const { left, top, width, height } = chart.bbox;
  const distance = scale?.distr === 3 ? Math.log10 : (value: number) => value;
  const [min, max] = [distance(scale?.min ?? 0), distance(scale?.max ?? 1)];
  const span = max - min || 1;
  return name === "x"
    ? (value) => left + ((distance(value) - min) / span) * width
    : (value) => top + height - ((distance(value) - min) / span) * height;
}

function strokeLine(
  ctx: CanvasRenderingContext2D,
  xs: readonly number[],
  values: readonly (number | null)[],
  toX: Position,
  toY: Position,
): void {
  ctx.beginPath();
  let broken = true;
  for (let index = 0; index < xs.length; index++) {
    const value = values[index] ?? null;
    // A value that is no number is a gap: a loss that diverged is not joined over.
    if (value === null) {
      broken = true;
      continue;
    }
    const [x, y] = [toX(xs[index] as number), toY(value)];
    if (broken) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
    broken = false;
  }
  ctx.stroke();
}

function fillBand(
  ctx: CanvasRenderingContext2D,
  { xs }: DrawnCurve,
  { low, high }: NonNullable<DrawnCurve["band"]>,
  toX: Position,
  toY: Position,
): void {
  for (let start = 0; start < xs.length; start++) {
    if (low[start] == null || high[start] == null) continue;
    let end = start;
    while (end + 1 < xs.length && low[end + 1] != null && high[end + 1] != null) end++;
    ctx.beginPath();
    for (let index = start; index <= end; index++) ctx.lineTo(toX(xs[index] as number), toY(high[index] as number));
    for (let index = end; index >= start; index--) ctx.lineTo(toX(xs[index] as number), toY(low[index] as number));
    ctx.closePath();
    ctx.fill();
    start = end;
  }
}

function dots(
  ctx: CanvasRenderingContext2D,
  { xs, color }: DrawnCurve,
  values: readonly (number | null)[],
  toX: Position,
  toY: Position,
  ratio: number,
): void {
  ctx.fillStyle = color;
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    ctx.beginPath();
    ctx.arc(toX(xs[index] as number), toY(value), 2.6 * ratio, 0, 2 * Math.PI);
    ctx.fill();
  }
}
