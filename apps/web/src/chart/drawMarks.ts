import type uPlot from "uplot";
import type { AxisScale } from "./axisScale.ts";
import type { ChartMark } from "./types.ts";

export interface MarkColors {
  readonly text: string;
  readonly resume: string;
}

/** Marks of a chart: a broken line where a run went on after it was cut off, diamonds on the axis for checkpoints, the best one filled. */
export function drawMarks(
  chart: uPlot,
  marks: readonly ChartMark[],
  { scaleX, colors }: { readonly scaleX: AxisScale; readonly colors: MarkColors },
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  for (const { kind, x } of marks) {
    const left = bbox.left + scaleX.place(x) * bbox.width;
    if (!(left >= bbox.left - 1 && left <= bbox.left + bbox.width + 1)) continue;
    const bottom = bbox.top + bbox.height;
    if (kind === "resume") {
      ctx.strokeStyle = colors.resume;
      ctx.lineWidth = 1.2 * ratio;
      ctx.setLineDash([4 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(left, bbox.top);
      ctx.lineTo(left, bottom);
      ctx.stroke();
      continue;
    }
    const half = (kind === "best checkpoint" ? 4.5 : 3.5) * ratio;
    const middle = bottom - half - ratio;
    ctx.setLineDash([]);
    ctx.lineWidth = 1.2 * ratio;
    ctx.beginPath();
    ctx.moveTo(left, middle - half);
    ctx.lineTo(left + half, middle);
    ctx.lineTo(left, middle + half);
    ctx.lineTo(left - half, middle);
    ctx.closePath();
    if (kind === "best checkpoint") {
      ctx.fillStyle = colors.resume;
      ctx.fill();
    } else {
      ctx.strokeStyle = colors.text;
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** The mark within a few pixels of a place, in CSS pixels from the chart's left; the nearest of several. */
export function markNear(marks: readonly ChartMark[], toLeft: (x: number) => number, left: number): ChartMark | null {
  let found: ChartMark | null = null;
  let least = 6;
  for (const mark of marks) {
    const distance = Math.abs(toLeft(mark.x) - left);
    if (!(distance < least)) continue;
    least = distance;
    found = mark;
  }
  return found;
}
