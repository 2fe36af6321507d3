import type { TableColumn } from "./tableColumns.ts";

const LESS_IS_BETTER = /loss|error|perplexity|_ms$|_mib$|_seconds$|(^|[/_])(mae|mse|rmse|wer|cer|fid|nll)($|[/_])/i;

/** Whether less of a metric is better. By its name: losses, errors, times and memory are; all else, like AP and accuracy, is not. */
export function lessIsBetter(metric: string): boolean {
  return LESS_IS_BETTER.test(metric);
}

/** The figure that a metric's column shows; its best value is the least or the greatest one. */
export function figureOf({ metric, figure }: Extract<TableColumn, { metric: string }>): "LAST" | "MIN" | "MAX" {
  if (figure !== "BEST") return figure;
  return lessIsBetter(metric) ? "MIN" : "MAX";
}

/** A column as the graph knows it. */
export function columnInput(
  column: TableColumn,
): { setting: string } | { metric: string; figure: "LAST" | "MIN" | "MAX" } {
  return "setting" in column ? column : { metric: column.metric, figure: figureOf(column) };
}
