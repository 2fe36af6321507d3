import type { ColumnFigure, FilterColumn, Span } from "./expression.ts";
import type { FilterError } from "./FilterError.ts";
import { figureOf, isReserved, splitKind } from "./reservedWords.ts";
import type { Token } from "./tokenize.ts";

/** Whether a name begins at the token: quoted, or a word that is none of the grammar's. */
export function isNameAt(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.type === "quoted" || (token?.type === "word" && !isReserved(token.text));
}

/**
 * The name that begins at the token: `lr`, `"my lr"`, `config.lr`, `config."my lr"`, `min(loss)`, `min("val loss")`.
 *
 * @returns the name and the index of the token after it
 */
export function readName(
  tokens: readonly Token[],
  at: number,
  fail: (reason: string, span: Span) => FilterError,
): { column: FilterColumn; next: number } {
  const token = tokens[at] as Token;
  const figure = token.type === "word" && tokens[at + 1]?.type === "(" ? figureOf(token.text) : null;
  return figure === null ? readPlainName(tokens, at, fail) : readFigure(figure, tokens, at, fail);
}

function readFigure(
  figure: ColumnFigure,
  tokens: readonly Token[],
  at: number,
  fail: (reason: string, span: Span) => FilterError,
): { column: FilterColumn; next: number } {
  const { start } = (tokens[at] as Token).span;
  const opening = tokens[at + 1] as Token;
  const inner = tokens[at + 2];
  if (inner === undefined || (inner.type !== "word" && inner.type !== "quoted")) {
    throw fail(`${figure}(…) takes the name of a metric.`, inner?.span ?? opening.span);
  }
  const { column, next } = readPlainName(tokens, at + 2, fail);
  if (column.kind !== null && column.kind !== "metric") {
    throw fail(`${figure}(…) takes a metric; the others have one value.`, column.span);
  }
  const closing = tokens[next];
  if (closing?.type !== ")") {
    if (closing === undefined) throw fail("This bracket is not closed.", opening.span);
    throw fail("Expected the closing bracket; a name with spaces or brackets is put in quotes.", closing.span);
  }
  return {
    column: { kind: "metric", name: column.name, figure, span: { start, end: closing.span.end } },
    next: next + 1,
  };
}

function readPlainName(
  tokens: readonly Token[],
  at: number,
  fail: (reason: string, span: Span) => FilterError,
): { column: FilterColumn; next: number } {
  const { type, text, span } = tokens[at] as Token;
  const split = type === "word" ? splitKind(text) : null;
  if (split === null) return { column: { kind: null, name: text, figure: null, span }, next: at + 1 };
  if (split.rest !== "") return { column: { kind: split.kind, name: split.rest, figure: null, span }, next: at + 1 };
  const quoted = tokens[at + 1];
  if (quoted?.type !== "quoted" || quoted.span.start !== span.end) throw fail(`After “${text}” comes a name.`, span);
  const whole = { start: span.start, end: quoted.span.end };
  return { column: { kind: split.kind, name: quoted.text, figure: null, span: whole }, next: at + 2 };
}
