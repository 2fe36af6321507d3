/**
 * What Postgres cannot hold in a text, as the end of a sentence ("the name holds …"); null where it holds all of it. A half of a surrogate pair is no
 * character of Unicode: as UTF-8 it would silently become another text, and in JSON it is refused.
 */
export function unstorableIn(text: string): string | null {
  if (text.includes("\0")) return "a NUL character (U+0000)";
  return text.isWellFormed() ? null : "half of a surrogate pair (U+D800 to U+DFFF)";
}

/** The text as Postgres can hold it: each character that it cannot becomes U+FFFD, the sign for one that was lost. */
export function storableText(text: string): string {
  return unstorableIn(text) === null ? text : text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** Line breaks, tabs and other characters that print nothing: no name has them, and XML cannot hold most of them. */
const CONTROL = /\p{Cc}/u;

/** Whether a name holds characters that end a line, move a cursor or print nothing. */
export function holdsControlCharacters(name: string): boolean {
  return CONTROL.test(name);
}

/** A name as lists, files and XML can show it: a line break or tab becomes a space, another control character U+FFFD. */
export function storableName(name: string): string {
  return storableText(name)
    .replace(/[\t\n\v\f\r\u0085]+/g, " ")
    .replace(/\p{Cc}/gu, "\uFFFD");
}
