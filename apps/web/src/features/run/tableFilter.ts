import { parseColumn, type TableColumn } from "./tableColumns.ts";

const COMPARISONS = { "<=": "LE", ">=": "GE", "!=": "NE", "<": "LT", ">": "GT", "=": "EQ", "~": "CONTAINS" } as const;

export interface TableCondition {
  readonly column: TableColumn;
  readonly comparison: (typeof COMPARISONS)[keyof typeof COMPARISONS];
  readonly number?: number;
  readonly text?: string;
}

/**
 * Reads `min(loss) < 0.5, learningRate >= 0.01, model ~ tiny`: conditions separated by commas, of metrics (`loss` is its last value) and settings. A name that is a
 * setting of the runs is taken for one.
 *
 * @returns the conditions, or a sentence that says what cannot be read
 */
export function parseTableFilter(text: string, settings: readonly string[]): TableCondition[] | string {
  const conditions: TableCondition[] = [];
  for (const part of text.split(",")) {
    if (part.trim() === "") continue;
    const match = /^(.*?)\s*(<=|>=|!=|<|>|=|~)\s*(.*)$/.exec(part.trim());
    const [, name = "", sign = "", value = ""] = match ?? [];
    if (!match || name === "" || value === "")
      return `“${part.trim()}” is no condition; write for example min(loss) < 0.5`;
    const column: TableColumn = settings.includes(name) ? { setting: name } : parseColumn(name);
    const comparison = COMPARISONS[sign as keyof typeof COMPARISONS];
    const number = Number(value);
    if (comparison !== "CONTAINS" && !Number.isNaN(number)) conditions.push({ column, comparison, number });
    else if ("setting" in column) conditions.push({ column, comparison, text: value });
    else return `“${value}” is no number, and ${name} is a metric`;
  }
  return conditions;
}
