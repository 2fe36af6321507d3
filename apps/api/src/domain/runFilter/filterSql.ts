import type { Condition, Expression, Presence } from "@maskyard/filter";
import { choiceTest, listTest, numberTest, settingTest, textTest, timeSql, timeTest } from "./conditionTests.ts";
import type { RunSql } from "./RunSql.ts";
import { readFilterDuration, readFilterNumber } from "./readFilterValue.ts";
import { RUN_FIELDS, type RunFieldSource } from "./runFields.ts";
import type { RunColumnFound, RunFilterRead } from "./runFilter.ts";

/**
 * The filter as a condition of SQL on `run`; every name and value of it is a parameter. A condition on a value that a run has not is not met, and `not` turns
 * just that round: `not lr > 1` holds for a run without lr.
 *
 * @throws FilterError for values that do not fit their columns
 */
export function filterSql(sql: RunSql, filter: RunFilterRead): string {
  return expressionSql(sql, filter, filter.expression);
}

function expressionSql(sql: RunSql, filter: RunFilterRead, expression: Expression): string {
  switch (expression.type) {
    case "and":
    case "or": {
      const parts = expression.parts.map((part) => expressionSql(sql, filter, part));
      return `(${parts.join(expression.type === "and" ? " AND " : " OR ")})`;
    }
    case "not":
      return `NOT coalesce(${expressionSql(sql, filter, expression.part)}, false)`;
    case "presence":
      return presenceSql(sql, filter, expression);
    case "condition":
      return conditionSql(sql, filter, expression);
  }
}

function columnOf({ columns }: RunFilterRead, { column }: Condition | Presence): RunColumnFound {
  const found = columns.get(column);
  if (found === undefined) throw new Error(`filterSql: expected ${column.name} to be found before`);
  return found;
}

function presenceSql(sql: RunSql, filter: RunFilterRead, presence: Presence): string {
  const column = columnOf(filter, presence);
  const { present } = presence;
  const is = present ? "IS NOT NULL" : "IS NULL";
  switch (column.type) {
    case "metric":
      return `${sql.series(column.name, column.figure)} ${is}`;
    case "setting":
      return `${sql.settingText(column.name)} ${is}`;
    case "tag":
      return `${sql.attributeText(column.name)} ${is}`;
    case "field": {
      const source: RunFieldSource = RUN_FIELDS[column.field];
      if (source.type === "list") return `cardinality(${source.sql}) ${present ? ">" : "="} 0`;
      if (source.type === "duration") return `run.started_at ${is}`;
      return `${source.type === "text" ? `nullif(${source.sql}, '')` : source.sql} ${is}`;
    }
  }
}

function conditionSql(sql: RunSql, filter: RunFilterRead, condition: Condition): string {
  const column = columnOf(filter, condition);
  const test = { sql, condition, text: filter.text };
  switch (column.type) {
    case "metric":
      return numberTest(test, sql.series(column.name, column.figure), {
        read: readFilterNumber,
        refusal: (value) => `“${value}” is no number, and ${column.name} is a metric.`,
      });
    case "setting":
      return settingTest(test, sql.settingText(column.name));
    case "tag":
      return settingTest(test, sql.attributeText(column.name));
    case "field":
      return fieldTest(test, column.field, filter.nowMs);
  }
}

function fieldTest(test: Parameters<typeof textTest>[0], field: keyof typeof RUN_FIELDS, nowMs: number): string {
  const source: RunFieldSource = RUN_FIELDS[field];
  switch (source.type) {
    case "text":
      return textTest(test, source.sql);
    case "named": {
      const names = textTest(test, `${source.table}.name`);
      return `${source.sql} = ANY(ARRAY(SELECT id FROM ${source.table} WHERE ${names}))`;
    }
    case "choice":
      return choiceTest(test, field, source);
    case "number":
      return numberTest(test, source.sql, {
        read: readFilterNumber,
        refusal: (value) => `“${value}” is no number, and ${field} is one.`,
        isWhole: source.isWhole,
      });
    case "duration":
      return numberTest(test, source.sqlAt(timeSql(test.sql, nowMs)), {
        read: readFilterDuration,
        refusal: (value) => `“${value}” is no duration; write for example 90s, 30m or 1h30m.`,
      });
    case "time":
      return timeTest(test, source.sql, nowMs);
    case "list":
      return listTest(test, source.sql);
  }
}
