import type { ColumnFigure, FilterColumn } from "./expression.ts";
import { FilterError } from "./FilterError.ts";
import { readName } from "./readName.ts";
import { figureOf, isReserved } from "./reservedWords.ts";
import { type Token, tokenize } from "./tokenize.ts";

export interface FilterCompletion {
  /** What could stand where the cursor is. */
  readonly expects: "name" | "comparison" | "value" | "list" | "null" | "connective";
  /** What stands there already, up to the cursor; without an opening quote. */
  readonly typed: string;
  /** What a choice takes the place of: the word or quoted text that the cursor is in or behind. */
  readonly start: number;
  readonly end: number;
  /** Whose comparison or value it is. */
  readonly column: FilterColumn | null;
  /** Within min(…) and the like: a metric. */
  readonly figure: ColumnFigure | null;
}

type State = Pick<FilterCompletion, "expects" | "column" | "figure"> & { readonly inList: boolean };

const NAME: State = { expects: "name", column: null, figure: null, inList: false };

/** What could stand at the cursor; null where what comes before cannot be followed. */
export function completeFilter(text: string, cursor: number): FilterCompletion | null {
  const tokens = tokensBefore(text.slice(0, cursor));
  if (tokens === null) return null;
  const last = tokens.at(-1);
  const isTyping = last !== undefined && last.span.end === cursor && (last.type === "word" || last.isOpen === true);
  const state = follow(isTyping ? tokens.slice(0, -1) : tokens);
  if (state === null) return null;
  const { expects, column, figure } = state;
  if (!isTyping) return { expects, column, figure, typed: "", start: cursor, end: cursor };
  const rest = last.isOpen
    ? restOfQuoted(text, last.span.start, cursor)
    : (/^[^\s()[\],"'`=!<>~&|]*/.exec(text.slice(cursor))?.[0].length ?? 0);
  return { expects, column, figure, typed: last.text, start: last.span.start, end: cursor + rest };
}

type LastToken = Token & { readonly isOpen?: boolean };

/** The tokens; a quote that is not closed is the last one. */
function tokensBefore(text: string): LastToken[] | null {
  try {
    return tokenize(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { start } = error.span;
    if (!/["'`]/.test(text[start] ?? "")) return null;
    const open = {
      type: "quoted",
      text: text.slice(start + 1),
      span: { start, end: text.length },
      isOpen: true,
    } as const;
    return [...tokenize(text.slice(0, start)), open];
  }
}

function restOfQuoted(text: string, start: number, cursor: number): number {
  const close = text.indexOf(text[start] as string, cursor);
  return close === -1 ? 0 : close + 1 - cursor;
}

function follow(tokens: readonly Token[]): State | null {
  let state: State | null = NAME;
  for (let at = 0; at < tokens.length && state !== null; ) {
    const step: { state: State | null; next: number } = after(state, tokens, at);
    state = step.state;
    at = step.next;
  }
  return state;
}

function after(state: State, tokens: readonly Token[], at: number): { state: State | null; next: number } {
  const token = tokens[at] as Token;
  const word = token.type === "word" ? token.text.toLowerCase() : token.type === "sign" ? "sign" : token.type;
  const isText = token.type === "quoted" || (token.type === "word" && !isReserved(token.text));
  const to = (next: Partial<State> | null) => ({ state: next && { ...state, ...next }, next: at + 1 });
  switch (state.expects) {
    case "name": {
      if (word === "not" || word === "(") return to({});
      if (!isText) return to(null);
      const figure = token.type === "word" ? figureOf(token.text) : null;
      if (figure !== null && tokens[at + 1]?.type === "(" && tokens[at + 2] === undefined) {
        return { state: { ...state, figure }, next: at + 2 };
      }
      try {
        const { column, next } = readName(tokens, at, (reason, span) => new FilterError(reason, span, ""));
        return { state: { ...NAME, expects: "comparison", column }, next };
      } catch {
        // The name is not whole yet.
        return to(null);
      }
    }
    case "comparison":
      if (word === "not") return to({});
      if (word === "in") return to({ expects: "list" });
      if (word === "is") return to({ expects: "null" });
      return to(["sign", "contains", "like", "ilike"].includes(word) ? { expects: "value" } : null);
    case "list":
      return to(word === "(" ? { expects: "value", inList: true } : null);
    case "null":
      return to(word === "not" ? {} : word === "null" ? { ...NAME, expects: "connective" } : null);
    case "value":
      return to(isText ? { expects: "connective" } : null);
    case "connective":
      if (state.inList) return to(word === "," ? { expects: "value" } : word === ")" ? { inList: false } : null);
      if (word === ")") return to({});
      return to(["and", "or", ","].includes(word) ? NAME : null);
  }
}
