import { figureOf } from "./metricFigure.ts";
import type { TableColumn } from "./tableColumns.ts";

/** A row's values as the query gives them: lists by figure, each parallel to the names it asked for. */
interface ColumnLists {
  readonly lastValues: readonly (number | null)[];
  readonly minValues: readonly (number | null)[];
  readonly maxValues: readonly (number | null)[];
  readonly settingValues: unknown;
}

/** The row's values in the order of the columns. */
export function columnValues(row: ColumnLists, columns: readonly TableColumn[]): unknown[] {
  const lists = {
    LAST: [...row.lastValues],
    MIN: [...row.minValues],
    MAX: [...row.maxValues],
    SETTING: [...((row.settingValues as unknown[] | null) ?? [])],
  };
  return columns.map((column) => lists["setting" in column ? "SETTING" : figureOf(column)].shift() ?? null);
}
