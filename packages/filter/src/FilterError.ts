import type { Span } from "./expression.ts";

/** A filter that cannot be read: what is wrong, and where in its text. */
export class FilterError extends Error {
  override readonly name = "FilterError";
  /** One sentence, without the place. */
  readonly reason: string;
  readonly span: Span;

  /** @param text the whole filter; the message shows it with a caret under the place */
  constructor(reason: string, span: Span, text: string) {
    super(`${reason}\n${pointAt(text, span)}`);
    this.reason = reason;
    this.span = span;
  }
}

const WIDEST = 76;

/** The line of the text that the place is in, and carets below the place. Of a long line only the surroundings are shown. */
export function pointAt(text: string, span: Span): string {
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  const lineEnd = text.indexOf("\n", lineStart) === -1 ? text.length : text.indexOf("\n", lineStart);
  const from = Math.max(lineStart, Math.min(span.start - WIDEST / 2, lineEnd - WIDEST));
  const to = Math.min(lineEnd, from + WIDEST);
  const [before, after] = [from > lineStart ? "…" : "", to < lineEnd ? "…" : ""];
  const shown = text.slice(from, to).replace(/[\t\r]/g, " ");
  const carets = Math.max(1, Math.min(span.end, to) - span.start);
  return `  ${before}${shown}${after}\n  ${" ".repeat(before.length + span.start - from)}${"^".repeat(carets)}`;
}
