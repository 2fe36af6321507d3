/**
 * Whether a text is one of SQL's pattern: % stands for any text, _ for one character. In time proportional to both lengths multiplied, which an expression
 * of many ".*" is not.
 */
export function isLike(text: string, pattern: string): boolean {
  const characters = [...text];
  const signs = [...pattern];
  let at = 0;
  let sign = 0;
  /** Where the last % stands, and how much of the text it has taken so far. */
  let any = -1;
  let taken = 0;
  while (at < characters.length) {
    if (signs[sign] === "%") {
      any = sign++;
      taken = at;
    } else if (signs[sign] === "_" || (sign < signs.length && signs[sign] === characters[at])) {
      at++;
      sign++;
    } else if (any !== -1) {
      sign = any + 1;
      at = ++taken;
    } else {
      return false;
    }
  }
  while (signs[sign] === "%") sign++;
  return sign === signs.length;
}
