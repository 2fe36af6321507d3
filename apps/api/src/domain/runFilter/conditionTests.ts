import { type Condition, FilterError, type FilterValue } from "@maskyard/filter";
import { closestName } from "@maskyard/store";
import type { RunSql } from "./RunSql.ts";
import { readFilterNumber, readFilterTime } from "./readFilterValue.ts";
import { findChoice, type RunFieldName, type RunFieldSource } from "./runFields.ts";

/** A condition on its way to SQL. */
export interface ConditionTest {
  readonly sql: RunSql;
  readonly condition: Condition;
  /** The whole filter, for errors. */
  readonly text: string;
}

const SIGNS = { "=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;
type Sign = keyof typeof SIGNS;

function isSign(comparison: Condition["comparison"]): comparison is Sign {
  return comparison in SIGNS;
}

function onlyValue({ values }: Condition): FilterValue {
  const [value] = values;
  if (value === undefined) throw new Error("onlyValue: expected a condition with a value");
  return value;
}

function refuse({ text }: ConditionTest, reason: string, { span }: { span: FilterValue["span"] }): FilterError {
  return new FilterError(reason, span, text);
}

/** Numbers are compared, or looked for in a list. */
export function numberTest(
  test: ConditionTest,
  value: string,
  {
    read,
    refusal,
    isWhole = false,
  }: { read: (text: string) => number | null; refusal: (text: string) => string; isWhole?: boolean },
): string {
  const { sql, condition } = test;
  const numbers = condition.values.map((one) => {
    const number = read(one.text);
    if (number === null) throw refuse(test, refusal(one.text), one);
    return number;
  });
  // Compared with a whole number of its own type, a whole column's index serves.
  const type =
    isWhole && numbers.every((number) => Number.isInteger(number) && Math.abs(number) < 2 ** 31) ? "int" : "float8";
  if (condition.comparison === "in") {
    return `${value} ${condition.negated ? "<> ALL" : "= ANY"}(${sql.parameter(numbers)}::${type}[])`;
  }
  if (!isSign(condition.comparison)) throw refuseWord(test, "a number", "it is compared by =, !=, <, <=, >, >= and in");
  return `${value} ${SIGNS[condition.comparison]} ${sql.parameter(numbers[0])}::${type}`;
}

function refuseWord(test: ConditionTest, kind: string, instead: string): FilterError {
  const { column, comparison } = test.condition;
  return refuse(test, `“${column.name}” is ${kind}, and “${comparison}” is not for these: ${instead}.`, test.condition);
}

/** Texts are compared as they are, searched in either case, matched with % and _, or looked for in a list. */
export function textTest(test: ConditionTest, value: string): string {
  const { sql, condition } = test;
  const { comparison, negated } = condition;
  if (comparison === "in") {
    return `${value} ${negated ? "<> ALL" : "= ANY"}(${sql.parameter(condition.values.map(({ text }) => text))}::text[])`;
  }
  const given = onlyValue(condition);
  if (isSign(comparison)) return `${value} ${SIGNS[comparison]} ${sql.parameter(given.text)}::text`;
  const not = negated ? "NOT " : "";
  if (comparison === "contains") {
    return `${value} ${not}ILIKE ${sql.parameter(`%${given.text.replace(/[\\%_]/g, "\\$&")}%`)}::text`;
  }
  if (/(^|[^\\])(\\\\)*\\$/.test(given.text)) {
    throw refuse(
      test,
      "A pattern cannot end with a single backslash, because a backslash escapes the character after it.",
      given,
    );
  }
  return `${value} ${not}${comparison === "like" ? "LIKE" : "ILIKE"} ${sql.parameter(given.text)}::text`;
}

/** A setting is compared as a number where the value is one, unless that is in quotes; else as text. */
export function settingTest(test: ConditionTest, value: string): string {
  const { sql, condition } = test;
  const { comparison, negated, values } = condition;
  const asNumber = ({ text, quoted }: FilterValue) => (quoted ? null : readFilterNumber(text));
  if (comparison === "in") {
    const numbers = values.map(asNumber).filter((number) => number !== null);
    const texts = values.filter((one) => asNumber(one) === null).map(({ text }) => text);
    const isIn = [
      ...(numbers.length > 0
        ? [`coalesce(${sql.numberOf(value)} = ANY(${sql.parameter(numbers)}::float8[]), false)`]
        : []),
      ...(texts.length > 0 ? [`${value} = ANY(${sql.parameter(texts)}::text[])`] : []),
    ].join(" OR ");
    return negated ? `(${value} IS NOT NULL AND NOT (${isIn}))` : `(${isIn})`;
  }
  const given = onlyValue(condition);
  const number = asNumber(given);
  if (number === null || !isSign(comparison)) {
    if (!given.quoted && isSign(comparison) && comparison !== "=" && comparison !== "!=") {
      throw refuse(test, `“${given.text}” is no number; in quotes it would be compared as text.`, given);
    }
    return textTest(test, value);
  }
  const place = `${sql.parameter(number)}::float8`;
  // A text is other than any number.
  if (comparison === "!=") return `(${value} IS NOT NULL AND ${sql.numberOf(value)} IS DISTINCT FROM ${place})`;
  return `${sql.numberOf(value)} ${SIGNS[comparison]} ${place}`;
}

export function choiceTest(
  test: ConditionTest,
  field: RunFieldName,
  { sql: value, sqlType, choices }: Extract<RunFieldSource, { type: "choice" }>,
): string {
  const { sql, condition } = test;
  const { comparison, negated } = condition;
  if (comparison !== "=" && comparison !== "!=" && comparison !== "in") {
    throw refuseWord(test, "one of a few words", "it is compared by =, != and in");
  }
  const chosen = condition.values.map((one) => {
    const choice = findChoice(field, one.text);
    if (choice !== null) return choice;
    const words = choices.map((word) => word.toLowerCase());
    const nearest = closestName(one.text, words);
    const hint = nearest === null ? `expected ${words.join(", ")}.` : `did you mean ${nearest}?`;
    throw refuse(test, `“${one.text}” is no ${field}; ${hint}`, one);
  });
  const isNot = negated || comparison === "!=";
  return `${value} ${isNot ? "<> ALL" : "= ANY"}(${sql.parameter(chosen)}::${sqlType}[])`;
}

export function timeSql(sql: RunSql, ms: number): string {
  return `${sql.parameter(new Date(ms).toISOString())}::timestamptz`;
}

/** A day is compared as a whole: "= 2026-11-29" is any time of it, "> 2026-11-29" the time after it. */
export function timeTest(test: ConditionTest, value: string, nowMs: number): string {
  const { sql, condition } = test;
  const times = condition.values.map((one) => {
    const time = readFilterTime(one.text, nowMs);
    if (time === null) {
      throw refuse(
        test,
        `“${one.text}” is not a time. Write, for example, 2026-11-29, "2026-11-29 10:30", today or -7d.`,
        one,
      );
    }
    return time;
  });
  const place = (ms: number) => timeSql(sql, ms);
  const within = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
    `(${value} >= ${place(startMs)} AND ${value} < ${place(endMs)})`;
  const [first] = times;
  if (first === undefined) throw new Error("timeTest: expected a condition with a value");
  switch (condition.comparison) {
    case "<":
      return `${value} < ${place(first.startMs)}`;
    case "<=":
      return `${value} < ${place(first.endMs)}`;
    case ">":
      return `${value} >= ${place(first.endMs)}`;
    case ">=":
      return `${value} >= ${place(first.startMs)}`;
    case "=":
      return within(first);
    case "!=":
      return `NOT ${within(first)}`;
    case "in":
      return `${condition.negated ? "NOT " : ""}(${times.map(within).join(" OR ")})`;
    default:
      throw refuseWord(test, "a time", "it is compared by =, !=, <, <=, >, >= and in");
  }
}

/** "=" and "in" look for whole items; contains, like and ilike into each. */
export function listTest(test: ConditionTest, value: string): string {
  const { sql, condition } = test;
  const { comparison, negated, values } = condition;
  const not = negated || comparison === "!=" ? "NOT " : "";
  if (comparison === "=" || comparison === "!=" || comparison === "in") {
    return `${not}(${value} && ${sql.parameter(values.map(({ text }) => text))}::text[])`;
  }
  if (isSign(comparison)) throw refuseWord(test, "a list", "it is compared by =, !=, in, contains and like");
  const inItem = textTest({ ...test, condition: { ...condition, negated: false } }, "item");
  return `${not}EXISTS (SELECT 1 FROM unnest(${value}) AS item WHERE ${inItem})`;
}
