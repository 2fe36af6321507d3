import { InvalidInputError } from "../errors/expectedErrors.ts";
import { builder } from "../graph/builder.ts";
import type { RunSql, SeriesFigure } from "./RunSql.ts";

export const SeriesFigureType = builder.enumType("SeriesFigure", {
  description: "What of a series stands for it in a table.",
  values: { LAST: { value: "last" }, MIN: { value: "min" }, MAX: { value: "max" } } as const,
});

export const RunField = builder.enumType("RunField", {
  description: "What a run has of itself, beside its metrics and settings.",
  values: { GROUP: { value: "group" } } as const,
});

export const RunColumnInput = builder.inputType("RunColumnInput", {
  description: "One of the three: a figure of a metric (LAST when absent), a setting, a field of the run.",
  fields: (t) => ({
    metric: t.string(),
    figure: t.field({ type: SeriesFigureType }),
    setting: t.string(),
    field: t.field({ type: RunField }),
  }),
});

const comparisons = { EQ: "=", NE: "<>", GT: ">", GE: ">=", LT: "<", LE: "<=" } as const;

export const RunComparison = builder.enumType("RunComparison", {
  values: ["EQ", "NE", "GT", "GE", "LT", "LE", "CONTAINS"] as const,
});

export const RunConditionInput = builder.inputType("RunConditionInput", {
  description:
    "number for metrics and numeric settings, text for the others and for fields; CONTAINS takes text. Runs without the value do not match.",
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
  readonly field?: "group" | null | undefined;
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

const FIELD_COLUMNS: Readonly<Record<NonNullable<RunColumn["field"]>, string>> = { group: "run.run_group" };

/** A column that holds text, which sorts as such; null where it is sorted by a number. */
export function fieldTextSql({ field }: RunColumn): string | null {
  return field == null ? null : FIELD_COLUMNS[field];
}

/** A column as a number; NULL where the run has none. Throws {@link InvalidInputError} for a column that is none, or several. */
export function columnNumberSql(sql: RunSql, { metric, figure, setting, field }: RunColumn): string {
  if ((metric == null) === (setting == null) || field != null) {
    throw new InvalidInputError("A column is one of a metric, a setting and a field.", "column");
  }
  return metric == null ? sql.settingNumber(setting ?? "") : sql.series(metric, figure ?? "last");
}

export function conditionSql(sql: RunSql, { column, comparison, number, text }: RunCondition): string {
  if (number != null && comparison !== "CONTAINS") {
    return `${columnNumberSql(sql, column)} ${comparisons[comparison]} ${sql.parameter(number)}::float8`;
  }
  const isText = [column.setting, column.field].filter((part) => part != null).length === 1 && column.metric == null;
  if (text == null || !isText) {
    throw new InvalidInputError(
      "A condition compares a metric or setting with a number, or a setting or field with text.",
      "where",
    );
  }
  const compared = fieldTextSql(column) ?? sql.settingText(column.setting ?? "");
  return comparison === "CONTAINS"
    ? `${compared} ILIKE ${sql.parameter(`%${text.replace(/[\\%_]/g, "\\$&")}%`)}`
    : `${compared} ${comparisons[comparison]} ${sql.parameter(text)}::text`;
}
