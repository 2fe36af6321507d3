import { figureOf } from "./metricFigure.ts";

export type Figure = "LAST" | "MIN" | "MAX" | "BEST";

/** What the table always shows of a run and sorts by. */
export const RUN_FIELDS = [
  "NAME",
  "NUMBER",
  "STATUS",
  "DATASET",
  "STEP",
  "BEST_VALUE",
  "DURATION",
  "TRAINER",
  "CREATED",
] as const;

/** A column that a person chose: a figure of a metric, or a setting. */
export type TableColumn = { readonly metric: string; readonly figure: Figure } | { readonly setting: string };

/** What rows are sorted by: a chosen column, or a field of the run itself. */
export type SortColumn = TableColumn | { readonly field: (typeof RUN_FIELDS)[number] };

const FIGURES: readonly Figure[] = ["LAST", "MIN", "MAX", "BEST"];

/** How a column stands in the page's address: `loss`, `min(loss)`, `best(loss)`, `setting:learningRate`, `run:CREATED`. */
export function columnText(column: SortColumn): string {
  if ("setting" in column) return `setting:${column.setting}`;
  if ("field" in column) return `run:${column.field}`;
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

/** The same of what is sorted by. */
export function parseSortColumn(text: string): SortColumn {
  const field = RUN_FIELDS.find((name) => text.trim() === `run:${name}`);
  return field ? { field } : parseColumn(text);
}

/** As it was logged. */
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

/** How a sort stands in the page's address: a minus before the column turns it upwards. */
export function sortDirection(sort: string | null, column: SortColumn): "ascending" | "descending" | null {
  const text = columnText(column);
  return sort === text ? "descending" : sort === `-${text}` ? "ascending" : null;
}

/** The sort after a click on a column's head: one way, then the other, then none. Numbers begin with the highest, names with the first. */
export function nextSort(sort: string | null, column: SortColumn): string | null {
  const isText = "field" in column && ["NAME", "STATUS", "DATASET", "TRAINER"].includes(column.field);
  const ways = isText ? (["ascending", "descending"] as const) : (["descending", "ascending"] as const);
  const now = sortDirection(sort, column);
  const next = now === null ? ways[0] : now === ways[0] ? ways[1] : null;
  if (next === null) return null;
  return next === "ascending" ? `-${columnText(column)}` : columnText(column);
}
