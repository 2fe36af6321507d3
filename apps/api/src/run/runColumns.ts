import { InvalidInputError } from "../errors/expectedErrors.ts";
import { builder } from "../graph/builder.ts";
import type { RunSql, SeriesFigure } from "./RunSql.ts";

export const SeriesFigureType = builder.enumType("SeriesFigure", {
  description: "What of a series stands for it in a table.",
  values: { LAST: { value: "last" }, MIN: { value: "min" }, MAX: { value: "max" } } as const,
});

export const RunColumnInput = builder.inputType("RunColumnInput", {
  description: "Either a figure of a metric (LAST when absent) or a setting.",
  fields: (t) => ({
    metric: t.string(),
    figure: t.field({ type: SeriesFigureType }),
    setting: t.string(),
  }),
});

const comparisons = { EQ: "=", NE: "<>", GT: ">", GE: ">=", LT: "<", LE: "<=" } as const;

export const RunComparison = builder.enumType("RunComparison", {
  values: ["EQ", "NE", "GT", "GE", "LT", "LE", "CONTAINS"] as const,
});

export const RunConditionInput = builder.inputType("RunConditionInput", {
  description:
    "number for metrics and numeric settings, text for the others; CONTAINS takes text. Runs without the value do not match.",
  fields: (t) => ({
    column: t.field({ type: RunColumnInput, required: true }),
    comparison: t.field({ type: RunComparison, required: true }),
    number: t.float(),
    text: t.string(),
  }),
});

export const RunSortInput = builder.inputType("RunSortInput", {
  description: "Runs without the value come last.",
  fields: (t) => ({
    column: t.field({ type: RunColumnInput, required: true }),
    ascending: t.boolean({ defaultValue: false }),
  }),
});

export interface RunColumn {
  readonly metric?: string | null | undefined;
  readonly figure?: SeriesFigure | null | undefined;
  readonly setting?: string | null | undefined;
}

export interface RunCondition {
  readonly column: RunColumn;
  readonly comparison: keyof typeof comparisons | "CONTAINS";
  readonly number?: number | null | undefined;
  readonly text?: string | null | undefined;
}

export interface RunSort {
  readonly column: RunColumn;
  readonly ascending?: boolean | null | undefined;
}

/** A column as a number; NULL where the run has none. Throws {@link InvalidInputError} for a column that is neither or both. */
export function columnNumberSql(sql: RunSql, { metric, figure, setting }: RunColumn): string {
  if ((metric == null) === (setting == null)) {
    throw new InvalidInputError("A column is either a metric or a setting.", "column");
  }
  return metric == null ? sql.settingNumber(setting ?? "") : sql.series(metric, figure ?? "last");
}

export function conditionSql(sql: RunSql, { column, comparison, number, text }: RunCondition): string {
  if (number != null && comparison !== "CONTAINS") {
    return `${columnNumberSql(sql, column)} ${comparisons[comparison]} ${sql.parameter(number)}::float8`;
  }
  if (text == null || column.setting == null || column.metric != null) {
    throw new InvalidInputError(
      "A condition compares a metric or setting with a number, or a setting with text.",
      "where",
    );
  }
  const setting = sql.settingText(column.setting);
  return comparison === "CONTAINS"
    ? `${setting} ILIKE ${sql.parameter(`%${text.replace(/[\\%_]/g, "\\$&")}%`)}`
    : `${setting} ${comparisons[comparison]} ${sql.parameter(text)}::text`;
}
