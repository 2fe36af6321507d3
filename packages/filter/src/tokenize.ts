import type { Span } from "./expression.ts";
import { FilterError } from "./FilterError.ts";

export interface Token {
  readonly type: "word" | "quoted" | "sign" | "(" | ")" | ",";
  /** Of a quoted one what stands between the quotes; of a sign as `COMPARISONS` and "~", "!~" have it. */
  readonly text: string;
  readonly span: Span;
}

const QUOTES = ['"', "'", "`"];
/** What a word may be made of: anything that means nothing else. */
const WORD = /[^\s()[\],"'`=!<>~&|]+/y;
const SIGN = /<=|>=|<>|!=|==|!~|=~|[=<>~]/y;
const SIGNS: Readonly<Record<string, string>> = { "==": "=", "<>": "!=", "=~": "~" };

const LENGTH_MOST = 10_000;

/** Throws {@link FilterError} for quotes that are not closed, for signs that mean nothing, and for a text that is far too long. */
export function tokenize(text: string): Token[] {
  if (text.length > LENGTH_MOST) {
    const rest = { start: LENGTH_MOST, end: LENGTH_MOST + 1 };
    throw new FilterError(`A filter has at most ${LENGTH_MOST.toLocaleString("en")} characters.`, rest, text);
  }
  const nul = text.indexOf("\0");
  if (nul !== -1)
    throw new FilterError("The character NUL stands in no name and no value.", { start: nul, end: nul + 1 }, text);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const token = QUOTES.includes(character)
      ? readQuoted(text, at)
      : character === "(" || character === ")" || character === ","
        ? { type: character, text: character, span: { start: at, end: at + 1 } }
        : (readMatch(text, at, SIGN, "sign") ?? readMatch(text, at, WORD, "word"));
    if (token === null) throw unknownSign(text, at);
    tokens.push(token as Token);
    at = token.span.end;
  }
  return tokens;
}

function readMatch(text: string, start: number, pattern: RegExp, type: "sign" | "word"): Token | null {
  pattern.lastIndex = start;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return null;
  return { type, text: (type === "sign" && SIGNS[found]) || found, span: { start, end: start + found.length } };
}

/** A backslash takes the character after it as it is. */
function readQuoted(text: string, start: number): Token {
  const quote = text[start];
  let content = "";
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) return { type: "quoted", text: content, span: { start, end: at + 1 } };
    if (text[at] === "\\" && at + 1 < text.length) at += 1;
    content += text[at];
  }
  throw new FilterError(`The quote ${quote} is not closed.`, { start, end: start + 1 }, text);
}

function unknownSign(text: string, start: number): FilterError {
  const sign = /^(&&|\|\||.)/u.exec(text.slice(start))?.[0] ?? "";
  const span = { start, end: start + sign.length };
  const words: Readonly<Record<string, string>> = { "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not" };
  const instead = words[sign];
  if (instead) return new FilterError(`“${sign}” means nothing here; write ${instead}.`, span, text);
  if (sign === "[" || sign === "]") {
    return new FilterError(`“${sign}” means nothing here; lists stand in round brackets: (a, b).`, span, text);
  }
  return new FilterError(
    `“${sign}” means nothing here; put it in quotes if it belongs to a name or a value.`,
    span,
    text,
  );
}

/** Whether the text is one word as it is, so that it needs no quotes for its characters' sake. */
export function isWholeWord(text: string): boolean {
  WORD.lastIndex = 0;
  return WORD.exec(text)?.[0] === text;
}
