import type { Condition, Expression, FilterColumn, FilterValue } from "./expression.ts";
import { isReserved, splitKind } from "./reservedWords.ts";
import { isWholeWord } from "./tokenize.ts";

/** The filter as text; {@link parseFilter} reads it back to the same tree. */
export function printFilter(expression: Expression): string {
  switch (expression.type) {
    case "and":
    case "or":
      return expression.parts.map(printPart).join(` ${expression.type} `);
    case "not":
      return `not ${printPart(expression.part)}`;
    case "presence":
      return `${printColumn(expression.column)} is ${expression.present ? "not " : ""}null`;
    case "condition":
      return printCondition(expression);
  }
}

function printPart(part: Expression): string {
  return part.type === "and" || part.type === "or" ? `(${printFilter(part)})` : printFilter(part);
}

function printCondition({ column, comparison, negated, values }: Condition): string {
  const value = values.map(printValue).join(", ");
  return `${printColumn(column)} ${negated ? "not " : ""}${comparison} ${comparison === "in" ? `(${value})` : value}`;
}

/** A name as a filter has it: `lr`, `"my lr"`, `metric.lr`, `min(loss)`. */
export function printColumn({ kind, name, figure }: Pick<FilterColumn, "kind" | "name" | "figure">): string {
  const isPlain = isWholeWord(name);
  if (figure !== null) return `${figure}(${isPlain && splitKind(name) === null ? name : quote(name)})`;
  if (kind !== null) return `${kind}.${isPlain ? name : quote(name)}`;
  return isPlain && !isReserved(name) && splitKind(name) === null ? name : quote(name);
}

export function printValue({ text, quoted }: Pick<FilterValue, "text" | "quoted">): string {
  return quoted || !isWholeWord(text) || isReserved(text) ? quote(text) : text;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
