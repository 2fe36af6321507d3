import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { RunSql, SeriesFigure } from "../runFilter/RunSql.ts";
import { fieldTextSql, RUN_FIELDS, type RunFieldName, type RunFieldSource } from "../runFilter/runFields.ts";

const comparisons = { EQ: "=", NE: "<>", GT: ">", GE: ">=", LT: "<", LE: "<=" } as const;

export interface RunColumn {
  readonly metric?: string | null | undefined;
  readonly figure?: SeriesFigure | null | undefined;
  readonly setting?: string | null | undefined;
  readonly field?: RunFieldName | null | undefined;
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

/** Throws {@link InvalidInputError} for a column that is none, or several. */
export function requireOneColumn({ metric, setting, field }: RunColumn): void {
  if ([metric, setting, field].filter((part) => part != null).length !== 1) {
    throw new InvalidInputError("A column must be exactly one of a metric, a setting and a field.", "column");
  }
}

/**
 * A column as a number, times in seconds since 1970; NULL where the run has none. Throws {@link InvalidInputError} for a field that is no number.
 *
 * @param now what the durations of runs that go on are measured to
 */
export function columnNumberSql(sql: RunSql, column: RunColumn, now = () => "now()"): string {
  requireOneColumn(column);
  if (column.metric != null) return sql.series(column.metric, column.figure ?? "last");
  if (column.setting != null) return sql.settingNumber(column.setting);
  const source = sourceOf(column);
  if (source?.type === "number") return `(${source.sql})::float8`;
  if (source?.type === "duration") return `(${source.sqlAt(now())})`;
  if (source?.type === "time") return `extract(epoch FROM ${source.sql})::float8`;
  throw new InvalidInputError(`The field ${column.field} is not a number.`, "column");
}

/** A column that holds text, which sorts as such; null where it is sorted by a number alone. */
export function columnTextSql(sql: RunSql, { setting, field }: RunColumn): string | null {
  if (setting != null) return sql.settingText(setting);
  return field == null ? null : fieldTextSql(field);
}

function sourceOf({ field }: RunColumn): RunFieldSource | null {
  return field == null ? null : RUN_FIELDS[field];
}

export function conditionSql(sql: RunSql, { column, comparison, number, text }: RunCondition): string {
  if (number != null && comparison !== "CONTAINS") {
    return `${columnNumberSql(sql, column)} ${comparisons[comparison]} ${sql.parameter(number)}::float8`;
  }
  requireOneColumn(column);
  const compared = columnTextSql(sql, column);
  if (text == null || compared === null) {
    throw new InvalidInputError(
      "A condition compares a metric or setting with a number, or a setting or field with text.",
      "where",
    );
  }
  return comparison === "CONTAINS"
    ? `${compared} ILIKE ${sql.parameter(`%${text.replace(/[\\%_]/g, "\\$&")}%`)}`
    : `${compared} ${comparisons[comparison]} ${sql.parameter(text)}::text`;
}
