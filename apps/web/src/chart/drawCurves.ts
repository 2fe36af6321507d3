import type uPlot from "uplot";
import type { AxisScale } from "./axisScale.ts";
import type { DrawnCurve } from "./drawnCurves.ts";
import { finiteStretches } from "./finiteStretches.ts";
import { withAlpha } from "./palette.ts";

/** From this many curves on what is raw is fainter: it lies over one another. */
const MANY_CURVES = 7;
const SPARSE_POINTS = 12;
const DOT_RADIUS_PX = 2.6;

interface DrawCurvesOptions {
  readonly scaleX: AxisScale;
  readonly scaleY: AxisScale;
  /** Key of the curve under the cursor. */
  readonly focus: string | null;
  /** Whether the bands of all curves are drawn. */
  readonly bounds: boolean;
}

/**
 * Draws curves by the scales of a chart's axes: the band between each bucket's least and greatest value, the
 * values, and over them the smoothed ones; a point alone between gaps is a dot. Without `bounds` what lies behind the main line is drawn of the focused curve alone. Each curve keeps
 * points of its own: uPlot would lay all over the union of their places, which for fifty runs by time is fifty times the cells.
 */
export function drawCurves(chart: uPlot, curves: readonly DrawnCurve[], options: DrawCurvesOptions): void {
  const { scaleX, scaleY, focus, bounds } = options;
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  // A dot at the chart's edge is a whole one.
  const edge = DOT_RADIUS_PX * ratio;
  ctx.rect(bbox.left - edge, bbox.top - edge, bbox.width + 2 * edge, bbox.height + 2 * edge);
  ctx.clip();
  ctx.lineJoin = "round";
  const pen: Pen = {
    ctx,
    ratio,
    toX: (value) => clamped(bbox.left + scaleX.place(value) * bbox.width),
    toY: (value) => clamped(bbox.top + (1 - scaleY.place(value)) * bbox.height),
  };
  const bandAlpha = curves.length >= MANY_CURVES ? 0.07 : 0.16;
  for (const curve of curves) {
    if (curve.band && (bounds || curve.key === focus)) {
      ctx.fillStyle = withAlpha(curve.color, focus === curve.key ? 0.25 : bandAlpha);
      // A spike of one bucket is narrower than a pixel; its outline is not.
      ctx.strokeStyle = withAlpha(curve.color, bandAlpha * 1.6);
      ctx.lineWidth = ratio;
      fillBand(pen, curve.xs, curve.band);
      strokeLine(pen, curve.xs, curve.band.high);
      strokeLine(pen, curve.xs, curve.band.low);
    }
  }
  for (const pass of ["others", "focus"] as const) {
    for (const curve of curves) {
      const focused = curve.key === focus;
      if (focused !== (pass === "focus")) continue;
      ctx.setLineDash(curve.dashed ? [5 * ratio, 4 * ratio] : []);
      if (curve.smooth && (bounds || focused)) {
        strokeCurve(pen, curve.xs, curve.values, {
          color: withAlpha(curve.color, curves.length >= MANY_CURVES ? 0.12 : 0.28),
          width: 1,
        });
      }
      const faded = focus !== null && !focused && curves.length > 1;
      strokeCurve(pen, curve.xs, curve.smooth ?? curve.values, {
        color: faded ? withAlpha(curve.color, 0.55) : curve.color,
        width: focused ? 2.6 : curves.length > 20 ? 1.3 : 1.7,
      });
    }
  }
  ctx.restore();
}

/** A canvas with the pixels that values lie at. */
interface Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly ratio: number;
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
}

type Values = readonly (number | null)[];

/** A canvas reckons in single precision. */
function clamped(pixels: number): number {
  return Math.max(-1e7, Math.min(1e7, pixels));
}

/** The line of a curve, and dots where it has none: at points alone between gaps, and at all points of a curve of few. */
function strokeCurve(
  pen: Pen,
  xs: readonly number[],
  values: Values,
  { color, width }: { readonly color: string; readonly width: number },
): void {
  const { ctx, ratio, toX, toY } = pen;
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = width * ratio;
  strokeLine(pen, xs, values);
  const dotted = values.length <= SPARSE_POINTS;
  for (const { first, last } of finiteStretches(values)) {
    for (let index = first; index <= last && (dotted || first === last); index++) {
      ctx.beginPath();
      ctx.arc(
        toX(xs[index] as number),
        toY(values[index] as number),
        Math.max(DOT_RADIUS_PX, width) * ratio,
        0,
        2 * Math.PI,
      );
      ctx.fill();
    }
  }
}

/** A value that is no number is a gap: a loss that diverged is not joined over. */
function strokeLine({ ctx, toX, toY }: Pen, xs: readonly number[], values: Values): void {
  ctx.beginPath();
  for (const { first, last } of finiteStretches(values)) {
    ctx.moveTo(toX(xs[first] as number), toY(values[first] as number));
    for (let index = first + 1; index <= last; index++) {
      ctx.lineTo(toX(xs[index] as number), toY(values[index] as number));
    }
  }
  ctx.stroke();
}

/** The band between two bounds; that of one point alone is an upright line. */
function fillBand(pen: Pen, xs: readonly number[], { low, high }: NonNullable<DrawnCurve["band"]>): void {
  const { ctx, toX, toY } = pen;
  const bounded = high.map((value, index) => (low[index] == null ? null : value));
  for (const { first, last } of finiteStretches(bounded)) {
    ctx.beginPath();
    for (let index = first; index <= last; index++) ctx.lineTo(toX(xs[index] as number), toY(high[index] as number));
    for (let index = last; index >= first; index--) ctx.lineTo(toX(xs[index] as number), toY(low[index] as number));
    ctx.closePath();
    if (first === last) ctx.stroke();
    else ctx.fill();
  }
}
