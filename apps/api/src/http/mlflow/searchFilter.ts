import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { shown } from "../../domain/errors/requireStorable.ts";

export type FilterKind = "metric" | "param" | "tag" | "attribute";
export type Comparator = "=" | "!=" | ">" | ">=" | "<" | "<=" | "LIKE" | "ILIKE" | "IN" | "NOT IN";

/** One condition of a filter; all of them must hold. */
export interface FilterCondition {
  readonly kind: FilterKind;
  readonly key: string;
  readonly comparator: Comparator;
  /** A number for metrics and times, text for the rest, a list for IN. */
  readonly value: number | string | readonly string[];
}

const kinds = new Map<string, FilterKind>([
  ["metric", "metric"],
  ["metrics", "metric"],
  ["param", "param"],
  ["params", "param"],
  ["parameter", "param"],
  ["parameters", "param"],
  ["tag", "tag"],
  ["tags", "tag"],
  ["attribute", "attribute"],
  ["attributes", "attribute"],
  ["attr", "attribute"],
  ["run", "attribute"],
]);

const CONDITIONS_MAX = 100;
const TEXT_COMPARATORS: readonly Comparator[] = ["LIKE", "ILIKE", "IN", "NOT IN"];
const TIMES = /_time$|_timestamp(?:_ms)?$|^created$/;

// A quoted text (backticks and double quotes may also enclose a key), a sign, a bracket, a number, or a word with its dots.
const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(>=|<=|!=|=|>|<)|([(),.])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])|([A-Za-z_][\w/-]*(?:\.[\w/-]+)*))/y;

interface Token {
  readonly type: "quoted" | "sign" | "bracket" | "number" | "word";
  readonly text: string;
}

/**
 * Reads `metrics.\`val/loss\` < 0.5 AND params.model = 'tiny' AND tags.team IN ('a', 'b')`. Throws {@link InvalidInputError} with what was expected
 * where. https://mlflow.org/docs/3.4.0/ml/search/search-runs/
 */
export function parseFilter(text: string): FilterCondition[] {
  const tokens = tokenize(text);
  const conditions: FilterCondition[] = [];
  let at = 0;
  const fail = (expected: string): never => {
    const found = tokens[at] === undefined ? "the end" : JSON.stringify(shown(tokens[at]?.text ?? ""));
    throw new InvalidInputError(`The filter has ${found} where ${expected} is expected: ${shown(text)}`, "filter");
  };
  const take = (expected: string, accepts: (token: Token) => boolean): Token => {
    const token = tokens[at];
    if (token === undefined || !accepts(token)) {
      return fail(expected);
    }
    at += 1;
    return token;
  };
  const isWord = (token: Token | undefined, word: string): boolean =>
    token?.type === "word" && token.text.toUpperCase() === word;

  while (at < tokens.length) {
    if (conditions.length === CONDITIONS_MAX) {
      throw new InvalidInputError(`A filter has at most ${CONDITIONS_MAX} conditions.`, "filter");
    }
    if (conditions.length > 0) {
      take("AND", (token) => isWord(token, "AND"));
    }
    const name = take("a key, for example metrics.loss,", ({ type }) => type === "word" || type === "quoted");
    const { kind, key } = readKey(name, () => {
      take(".", (token) => token.text === ".");
      return take("a key", ({ type }) => type !== "sign" && type !== "bracket").text;
    });
    const comparator = readComparator(
      () => take("a comparison", ({ type }) => type === "sign" || type === "word"),
      () => take("IN", (token) => isWord(token, "IN")),
    );
    if (comparator === undefined) {
      at -= 1;
      return fail("one of =, !=, >, >=, <, <=, LIKE, ILIKE, IN, NOT IN");
    }
    const numeric = isNumeric(kind, key);
    if (numeric && TEXT_COMPARATORS.includes(comparator)) {
      throw new InvalidInputError(
        `${comparator} compares texts, and ${shown(key)} is a number: compare it by =, !=, >, >=, < or <=.`,
        "filter",
      );
    }
    if (comparator === "IN" || comparator === "NOT IN") {
      const values: string[] = [];
      take("(", (token) => token.text === "(");
      do {
        values.push(take("a quoted text", ({ type }) => type === "quoted").text);
      } while (take(", or )", (token) => token.text === "," || token.text === ")").text === ",");
      conditions.push({ kind, key, comparator, value: values });
      continue;
    }
    const value = take(numeric ? "a number" : "a quoted text", ({ type }) => type === (numeric ? "number" : "quoted"));
    conditions.push({ kind, key, comparator, value: numeric ? Number(value.text) : value.text });
  }
  return conditions;
}

/** `metrics.loss DESC`, as order_by has it. */
export function parseOrder(text: string): { kind: FilterKind; key: string; descending: boolean } {
  const direction = /\s+(asc|desc)\s*$/i.exec(text);
  const rest = direction === null ? text.trim() : text.slice(0, direction.index).trim();
  const [name, ...more] = tokenize(rest);
  if (name === undefined) {
    throw new InvalidInputError("order_by names a column, for example metrics.loss DESC.", "order_by");
  }
  const { kind, key } = readKey(name, () => more[1]?.text ?? "");
  return { kind, key, descending: direction?.[1]?.toLowerCase() === "desc" };
}

/** `metrics.loss` comes as one word, ``metrics.`a b` `` as a word, a dot and a quoted text, `start_time` alone as an attribute. */
function readKey(name: Token, readRest: () => string): { kind: FilterKind; key: string } {
  const dot = name.text.indexOf(".");
  const prefix = (dot === -1 ? name.text : name.text.slice(0, dot)).toLowerCase();
  const kind = name.type === "word" ? kinds.get(prefix) : undefined;
  if (kind === undefined) return { kind: "attribute", key: attributeKey(name.text) };
  const key = dot === -1 ? readRest() : name.text.slice(dot + 1);
  return { kind, key: kind === "attribute" ? attributeKey(key) : key };
}

/** "Start Time" and "start_time" are one attribute. */
function attributeKey(key: string): string {
  return key.trim().replaceAll(" ", "_").toLowerCase();
}

/** Whether what is compared is a number. */
function isNumeric(kind: FilterKind, key: string): boolean {
  return kind === "metric" || (kind === "attribute" && (TIMES.test(key) || /^version(?:_number)?$/.test(key)));
}

function readComparator(take: () => Token, takeIn: () => Token): Comparator | undefined {
  const { type, text } = take();
  if (type === "sign") {
    return text as Comparator;
  }
  const word = text.toUpperCase();
  if (word === "NOT") {
    takeIn();
    return "NOT IN";
  }
  return word === "LIKE" || word === "ILIKE" || word === "IN" ? word : undefined;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      throw new InvalidInputError(`The filter cannot be read from here on: ${shown(text.slice(at).trim())}`, "filter");
    }
    at = TOKEN.lastIndex;
    const [, quoted, sign, bracket, number, word] = match;
    if (quoted !== undefined) {
      tokens.push({ type: "quoted", text: quoted.slice(1, -1).replace(/\\(.)/g, "$1") });
    } else if (sign !== undefined) {
      tokens.push({ type: "sign", text: sign });
    } else if (bracket !== undefined) {
      tokens.push({ type: "bracket", text: bracket });
    } else if (number !== undefined) {
      tokens.push({ type: "number", text: number });
    } else {
      tokens.push({ type: "word", text: word ?? "" });
    }
  }
  return tokens;
}
