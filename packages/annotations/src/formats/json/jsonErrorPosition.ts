const WHITESPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON takes none of them in strings
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const OPEN_STRING = /^"[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*\\?$/;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;

type Expected = "value" | "value or ]" | "key" | "key or }" | ":" | ", or end";

/**
 * Where a text stops being JSON: engines word this differently, and some not at all.
 * @returns the position of the first wrong token; the text's length where it merely ends too early.
 */
export function jsonErrorPosition(text: string): number {
  const open: ("[" | "{")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    take(WHITESPACE);
    if (at >= text.length) return text.length;
    const start = at;
    const character = text[at] as string;
    if (expected === ":") {
      if (character !== ":") return start;
      at++;
      expected = "value";
    } else if (expected === ", or end") {
      const container = open.at(-1);
      if (character === "," && container !== undefined) expected = container === "[" ? "value" : "key";
      else if (character === (container === "[" ? "]" : container === "{" ? "}" : null)) open.pop();
      else return start;
      at++;
    } else if ((character === "]" && expected === "value or ]") || (character === "}" && expected === "key or }")) {
      open.pop();
      at++;
      expected = ", or end";
    } else if (expected === "key" || expected === "key or }") {
      if (!take(STRING)) return startOrEnd(text, start);
      expected = ":";
    } else if (character === "[" || character === "{") {
      open.push(character);
      at++;
      expected = character === "[" ? "value or ]" : "key or }";
    } else if (take(STRING) || take(SCALAR)) {
      expected = ", or end";
    } else {
      return startOrEnd(text, start);
    }
  }
}

/** A string, word or number that nothing follows was cut off rather than wrong. */
function startOrEnd(text: string, start: number): number {
  const rest = text.slice(start, start + 8);
  const isCutWord =
    start + rest.length === text.length && ["true", "false", "null"].some((word) => word.startsWith(rest));
  const isOpenString = OPEN_STRING.test(text.slice(start));
  const isCutNumber = /^-?[\d.]*(?:[eE][+-]?)?$/.test(text.slice(start, start + 32)) && text.length - start < 32;
  return isCutWord || isOpenString || isCutNumber ? text.length : start;
}
