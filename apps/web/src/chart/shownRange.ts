import { extentOf } from "./drawnCurves.ts";
import type { AxisRange } from "./types.ts";

/** The range that a chart's horizontal axis shows: the wanted one where there is something to see of it, else that of the curves; of a logarithmic axis above zero. */
export function shownRange(
  wanted: AxisRange | null,
  curves: readonly { readonly xs: readonly number[] }[],
  logX: boolean,
): AxisRange {
  const extent = extentOf(curves, { logX });
  const range = wanted ?? extent;
  if (!range || (logX && range.to <= 0)) return logX ? { from: 1, to: 10 } : { from: 0, to: 1 };
  const from = logX && range.from <= 0 ? Math.min(extent?.from ?? range.to, range.to) : range.from;
  if (from < range.to) return { from, to: range.to };
  // Of a single point.
  return logX ? { from: from / 2, to: from * 2 } : { from: from - 1, to: from + 1 };
}
