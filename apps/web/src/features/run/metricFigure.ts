import { lessIsBetter } from "@maskyard/filter";
import type { SortColumn, TableColumn } from "./tableColumns.ts";

/** The figure that a metric's column shows; its best value is the least or the greatest one. */
export function figureOf({ metric, figure }: Extract<TableColumn, { metric: string }>): "LAST" | "MIN" | "MAX" {
  if (figure !== "BEST") return figure;
  return lessIsBetter(metric) ? "MIN" : "MAX";
}

/** A column as the graph knows it. */
export function columnInput(
  column: SortColumn,
): { setting: string } | { field: RunField } | { metric: string; figure: "LAST" | "MIN" | "MAX" } {
  return "metric" in column ? { metric: column.metric, figure: figureOf(column) } : column;
}

type RunField = Extract<SortColumn, { field: string }>["field"];
