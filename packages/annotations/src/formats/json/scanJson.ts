export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const OPEN_OBJECT = 0x7b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const CLOSE_OBJECT = 0x7d;

/** The bracket that closes one. */
export function closingOf(open: typeof OPEN_LIST | typeof OPEN_OBJECT): number {
  return open + 2;
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * Looks for where the members of a list or object can be cut, from within it. Whether they are JSON is not looked at; brackets
 * and quotes are enough, for in UTF-8 no other character has these bytes.
 *
 * @returns the position of the bracket that closes it, or of the last comma between two members before `to`; -1 for none.
 */
export function scanMembers(bytes: Uint8Array, from: number, to: number): { close: number; comma: number } {
  let depth = 0;
  let comma = -1;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if (byte === COMMA) {
      if (depth === 0) comma = i;
    } else if (byte === QUOTE) {
      i = endOfString(bytes, i, to);
      if (i < 0) break;
    } else if (byte < OPEN_LIST) {
      // Digits, signs and spaces: most of a file.
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
    else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && --depth < 0) return { close: i, comma };
  }
  return { close: -1, comma };
}

/** The position of the quote that ends the string beginning at `from`; -1 where it does not end before `to`. */
export function endOfString(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from + 1; i < to; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH) i++;
  }
  return -1;
}

/** The position after the number or word beginning at `from`: that of what cannot belong to it, or `to`. */
export function endOfWord(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && !isSpace(bytes[i]) && bytes[i] !== COMMA && bytes[i] !== CLOSE_LIST && bytes[i] !== CLOSE_OBJECT)
    i++;
  return i;
}
