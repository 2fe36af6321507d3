import type { Combination, Comparison, Condition, Expression, FilterValue, Presence, Span } from "./expression.ts";
import { FilterError } from "./FilterError.ts";
import { isNameAt, readName } from "./readName.ts";
import { isReserved } from "./reservedWords.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** As deep as brackets and "not" may be put into one another; as many conditions as one filter may have. */
const DEPTH_MOST = 50;
export const CONDITIONS_MOST = 100;

/**
 * Reads `batch = 8 and (lr > 0.02 or config.optimizer in (adamw, "my own"))`; null for a text of nothing but spaces.
 *
 * @throws FilterError with the place of what cannot be read
 */
export function parseFilter(text: string): Expression | null {
  const tokens = tokenize(text);
  if (tokens.length === 0) return null;
  return new Parser(text, tokens).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #conditions = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#any();
    const rest = this.#peek();
    if (rest === undefined) return expression;
    if (rest.type === ")") throw this.#fail("This bracket closes none.", rest.span);
    throw this.#fail(`After a condition comes and, or, or the end; a value with spaces is put in quotes.`, rest.span);
  }

  #any(): Expression {
    return this.#combined("or", () => this.#combined("and", () => this.#negation()));
  }

  #combined(type: Combination["type"], part: () => Expression): Expression {
    const parts = [part()];
    while (this.#takeConnective(type)) parts.push(part());
    const [first, last] = [parts[0] as Expression, parts.at(-1) as Expression];
    return parts.length === 1 ? first : { type, parts, span: { start: first.span.start, end: last.span.end } };
  }

  /** A comma is an "and"; one at the end is nothing. */
  #takeConnective(type: Combination["type"]): boolean {
    if (type === "and" && this.#peek()?.type === ",") {
      this.#at += 1;
      return this.#peek() !== undefined;
    }
    return this.#takeWord(type) !== null;
  }

  #negation(): Expression {
    const token = this.#peek();
    const isNot = isWord(token, "not");
    if (!isNot && token?.type !== "(") return this.#condition();
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > DEPTH_MOST) {
      throw this.#fail(`Brackets and “not” go at most ${DEPTH_MOST} deep.`, (token as Token).span);
    }
    const part = isNot ? this.#negation() : this.#bracketed(token as Token);
    this.#depth -= 1;
    return isNot ? { type: "not", part, span: { start: (token as Token).span.start, end: part.span.end } } : part;
  }

  #bracketed(opening: Token): Expression {
    const inner = this.#any();
    const closing = this.#peek();
    if (closing === undefined) throw this.#fail("This bracket is not closed.", opening.span);
    if (closing.type !== ")") {
      throw this.#fail("Expected and, or, or a closing bracket; a value with spaces is put in quotes.", closing.span);
    }
    this.#at += 1;
    return { ...inner, span: { start: opening.span.start, end: closing.span.end } };
  }

  #condition(): Condition | Presence {
    this.#conditions += 1;
    if (this.#conditions > CONDITIONS_MOST) {
      throw this.#fail(`A filter has at most ${CONDITIONS_MOST} conditions.`, this.#here());
    }
    if (!isNameAt(this.#tokens, this.#at)) throw this.#noName();
    const { column, next } = readName(this.#tokens, this.#at, (reason, span) => this.#fail(reason, span));
    this.#at = next;
    const { start } = column.span;
    if (this.#takeWord("is")) {
      const present = this.#takeWord("not") !== null;
      const end = this.#takeWord("null");
      if (end === null) throw this.#fail("After “is” comes null or not null.", this.#here());
      return { type: "presence", column, present, span: { start, end: end.span.end } };
    }
    const { comparison, negated } = this.#comparison(column.span);
    const values = comparison === "in" ? this.#list() : [this.#value()];
    const last = this.#tokens[this.#at - 1] as Token;
    return { type: "condition", column, comparison, negated, values, span: { start, end: last.span.end } };
  }

  #noName(): FilterError {
    const token = this.#peek();
    if (token === undefined)
      return this.#fail("A condition is missing at the end, for example loss < 0.5.", this.#here());
    if (token.type === "word" && isReserved(token.text)) {
      return this.#fail(
        `Expected a name here, not “${token.text}”; a setting or metric of that name is put in quotes.`,
        token.span,
      );
    }
    return this.#fail("Expected the name of a setting, a metric or a field here, for example loss < 0.5.", token.span);
  }

  #comparison(name: Span): Pick<Condition, "comparison" | "negated"> {
    const token = this.#peek();
    if (token?.type === "sign") {
      this.#at += 1;
      if (token.text === "~" || token.text === "!~") return { comparison: "contains", negated: token.text === "!~" };
      return { comparison: token.text as Comparison, negated: false };
    }
    const negated = this.#takeWord("not") !== null;
    for (const comparison of ["in", "contains", "like", "ilike"] as const) {
      if (this.#takeWord(comparison)) return { comparison, negated };
    }
    if (negated) throw this.#fail("After “not” comes in, contains, like or ilike.", this.#here());
    const written = this.#text.slice(name.start, name.end);
    if (token === undefined || token.type === ")" || token.type === "," || isReserved(token.text)) {
      throw this.#fail(`“${written}” is no condition; write for example ${written} < 0.5.`, name);
    }
    throw this.#fail(
      "Expected a comparison here: =, !=, <, <=, >, >=, contains, like, in, is null. A name with spaces is put in quotes.",
      token.span,
    );
  }

  #list(): FilterValue[] {
    const opening = this.#peek();
    if (opening?.type !== "(") throw this.#fail("After “in” comes a list in brackets: (a, b).", this.#here());
    this.#at += 1;
    const values = [this.#value()];
    while (this.#peek()?.type === ",") {
      this.#at += 1;
      values.push(this.#value());
    }
    if (values.length > CONDITIONS_MOST) {
      throw this.#fail(`A list has at most ${CONDITIONS_MOST} values.`, opening.span);
    }
    const closing = this.#peek();
    if (closing === undefined) throw this.#fail("This bracket is not closed.", opening.span);
    if (closing.type !== ")") throw this.#fail("Values of a list are separated by commas.", closing.span);
    this.#at += 1;
    return values;
  }

  #value(): FilterValue {
    const token = this.#peek();
    if (token === undefined || (token.type !== "word" && token.type !== "quoted")) {
      throw this.#fail("A value is missing here.", this.#here());
    }
    if (token.type === "word" && isReserved(token.text)) {
      throw this.#fail(`A value is missing here; the word ${token.text} itself is put in quotes.`, token.span);
    }
    this.#at += 1;
    return { text: token.text, quoted: token.type === "quoted", span: token.span };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** The next token's place, or the end of the text. */
  #here(): Span {
    const end = this.#text.trimEnd().length;
    return this.#peek()?.span ?? { start: end, end: end + 1 };
  }

  #takeWord(word: string): Token | null {
    const token = this.#peek();
    if (!isWord(token, word)) return null;
    this.#at += 1;
    return token as Token;
  }

  #fail(reason: string, span: Span): FilterError {
    return new FilterError(reason, span, this.#text);
  }
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.type === "word" && token.text.toLowerCase() === word;
}
