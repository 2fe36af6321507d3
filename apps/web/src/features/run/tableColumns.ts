import { figureOf } from "./metricFigure.ts";

export type Figure = "LAST" | "MIN" | "MAX" | "BEST";

/** A column that a person chose: a figure of a metric, or a setting. */
export type TableColumn = { readonly metric: string; readonly figure: Figure } | { readonly setting: string };

const FIGURES: readonly Figure[] = ["LAST", "MIN", "MAX", "BEST"];

/** How a column stands in the page's address and in a filter: `loss`, `min(loss)`, `best(loss)`, `setting:learningRate`. */
export function columnText(column: TableColumn): string {
  if ("setting" in column) return `setting:${column.setting}`;
  return column.figure === "LAST" ? column.metric : `${column.figure.toLowerCase()}(${column.metric})`;
}

/** Undoes {@link columnText}; any name is one of a metric. */
export function parseColumn(text: string): TableColumn {
  const trimmed = text.trim();
  if (trimmed.startsWith("setting:")) return { setting: trimmed.slice("setting:".length) };
  const figure = /^(last|min|max|best)\((.*)\)$/i.exec(trimmed);
  if (!figure) return { metric: trimmed, figure: "LAST" };
  const name = figure[1]?.toUpperCase() as Figure;
  return { metric: figure[2] ?? "", figure: FIGURES.includes(name) ? name : "LAST" };
}

export function columnLabel(column: TableColumn): string {
  return "setting" in column ? column.setting : columnText(column);
}

/** The columns of the address's parameter, separated by commas. */
export function parseColumns(parameter: string | null): TableColumn[] {
  return (parameter ?? "")
    .split(",")
    .filter((text) => text.trim() !== "")
    .map(parseColumn);
}

/** The names that the query asks for, by figure, and where a column's value then stands. */
export function namesAsked(columns: readonly TableColumn[]): Record<"LAST" | "MIN" | "MAX" | "SETTING", string[]> {
  const names: ReturnType<typeof namesAsked> = { LAST: [], MIN: [], MAX: [], SETTING: [] };
  for (const column of columns) {
    if ("setting" in column) names.SETTING.push(column.setting);
    else names[figureOf(column)].push(column.metric);
  }
  return names;
}
