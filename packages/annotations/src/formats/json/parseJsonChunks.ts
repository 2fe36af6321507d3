import { FormatError } from "../reading/FormatError.ts";
import { ByteWindow } from "./ByteWindow.ts";
import { jsonErrorPosition } from "./jsonErrorPosition.ts";
import { emptyJson, jsonError } from "./parseJson.ts";
import {
  COLON,
  COMMA,
  closingOf,
  endOfString,
  endOfWord,
  isSpace,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  scanMembers,
} from "./scanJson.ts";

/** So much is cut off and given to JSON.parse at once; of a longer value the members are. */
const PIECE_BYTES = 256 * 1024;
/** A single string longer than this is no annotation. */
const STRING_BYTES_MAX = 128 * 1024 ** 2;
/** Enough behind an error to word it as it would be worded with the whole text. */
const LOOK_AHEAD_BYTES = 4096;

/**
 * The value of a JSON file of any length, with the errors of parseJson: beside the values themselves only a piece of the file
 * is held at a time.
 *
 * @param chunks the file in UTF-8, without a byte order mark; asked for again to count the lines before an error.
 * @param prepare what is done to each piece of JSON before it is parsed.
 * @throws FormatError
 */
export async function parseJsonChunks(
  path: string,
  chunks: () => AsyncIterable<Uint8Array>,
  pieceBytes = PIECE_BYTES,
  prepare = (json: string): string => json,
): Promise<unknown> {
  const parser = new JsonChunkParser(path, chunks, pieceBytes, prepare);
  try {
    return await parser.file();
  } finally {
    await parser.window.close();
  }
}

class JsonChunkParser {
  readonly window: ByteWindow;
  readonly #path: string;
  readonly #chunks: () => AsyncIterable<Uint8Array>;
  readonly #pieceBytes: number;
  readonly #prepare: (json: string) => string;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(
    path: string,
    chunks: () => AsyncIterable<Uint8Array>,
    pieceBytes: number,
    prepare: (json: string) => string,
  ) {
    this.#prepare = prepare;
    this.#path = path;
    this.#chunks = chunks;
    this.#pieceBytes = pieceBytes;
    this.window = new ByteWindow(chunks());
  }

  async file(): Promise<unknown> {
    await this.#skipSpace();
    if (this.window.isAtEnd && this.#isDone) throw emptyJson(this.#path);
    const value = await this.#value("");
    await this.#skipSpace();
    if (!this.#isDone) throw await this.#broken("[]");
    return value;
  }

  get #isDone(): boolean {
    return this.window.start === this.window.end;
  }

  /** @param before JSON that brings a parser to where the value begins. */
  async #value(before: string): Promise<unknown> {
    const { window } = this;
    await window.need(this.#pieceBytes);
    const first = window.bytes[window.start];
    if (first !== OPEN_LIST && first !== OPEN_OBJECT) return this.#scalar(before);
    const { close } = scanMembers(window.bytes, window.start + 1, window.end);
    if (close >= 0) return this.#parsed(close + 1, "", "", before);
    if (window.isAtEnd) throw await this.#broken(before);
    window.advance(1);
    return first === OPEN_LIST ? this.#list() : this.#object();
  }

  async #list(): Promise<unknown[]> {
    const list: unknown[] = [];
    let before = "[";
    for (;;) {
      const piece = await this.#members(OPEN_LIST, before);
      if (piece !== null) {
        for (const value of piece.members as unknown[]) list.push(value);
        if (piece.isLast) return list;
      } else {
        list.push(await this.#value(before));
        if (await this.#isLast(OPEN_LIST, "[[]")) return list;
      }
      before = "[0,";
    }
  }

  async #object(): Promise<object> {
    const object: Record<string, unknown> = {};
    let before = "{";
    for (;;) {
      const piece = await this.#members(OPEN_OBJECT, before);
      if (piece !== null) {
        for (const [key, value] of Object.entries(piece.members)) setOwn(object, key, value);
        if (piece.isLast) return object;
      } else {
        const key = await this.#key(before);
        setOwn(object, key, await this.#value('{"":'));
        if (await this.#isLast(OPEN_OBJECT, '{"":[]')) return object;
      }
      before = '{"":0,';
    }
  }

  /** The next members that lie within a piece, the last of them or not; null where the next one alone is longer. */
  async #members(
    open: typeof OPEN_LIST | typeof OPEN_OBJECT,
    before: string,
  ): Promise<{ members: object; isLast: boolean } | null> {
    await this.#skipSpace();
    const { window } = this;
    await window.need(this.#pieceBytes);
    const { close, comma } = scanMembers(window.bytes, window.start, window.end);
    const end = close >= 0 ? close : comma;
    if (end < 0) {
      if (window.isAtEnd) throw await this.#broken(before);
      return null;
    }
    const isBlank = end === window.start;
    const isFirst = before.length === 1;
    const isWrong = close >= 0 ? window.bytes[close] !== closingOf(open) || (isBlank && !isFirst) : isBlank;
    if (isWrong) throw await this.#broken(before);
    const [left, right] = open === OPEN_LIST ? ["[", "]"] : ["{", "}"];
    const members = (await this.#parsed(end, left, right, before)) as object;
    window.advance(1);
    return { members, isLast: close >= 0 };
  }

  async #key(before: string): Promise<string> {
    const { window } = this;
    if (window.bytes[window.start] !== QUOTE) throw await this.#broken(before);
    const key = (await this.#scalar(before)) as string;
    await this.#skipSpace();
    if (window.bytes[window.start] !== COLON || this.#isDone) throw await this.#broken('{""');
    window.advance(1);
    await this.#skipSpace();
    return key;
  }

  /** Whether the value read was the last; then what closes its list or object is read too, else the comma. */
  async #isLast(open: typeof OPEN_LIST | typeof OPEN_OBJECT, before: string): Promise<boolean> {
    await this.#skipSpace();
    const { window } = this;
    const byte = this.#isDone ? undefined : window.bytes[window.start];
    if (byte !== COMMA && byte !== closingOf(open)) throw await this.#broken(before);
    window.advance(1);
    return byte !== COMMA;
  }

  async #scalar(before: string): Promise<unknown> {
    const { window } = this;
    for (let bytes = this.#pieceBytes; ; bytes *= 2) {
      await window.need(bytes);
      const { start, end } = window;
      const isString = window.bytes[start] === QUOTE;
      const last = isString ? endOfString(window.bytes, start, end) + 1 : endOfWord(window.bytes, start, end);
      const isWhole = isString ? last > 0 : last < end || window.isAtEnd;
      if (isWhole && last > start) return this.#parsed(last, "", "", before);
      if (isWhole || window.isAtEnd) throw await this.#broken(before);
      if (bytes > STRING_BYTES_MAX) {
        const where = `${this.#path} line ${await this.#lineAt(window.offset)}`;
        throw new FormatError(where, "a single text is longer than 128 MiB", "Repair the file or export it again");
      }
    }
  }

  /** What lies before `end`, between two brackets, as a value; the window goes on from there. */
  async #parsed(end: number, left: string, right: string, before: string): Promise<unknown> {
    const { window } = this;
    const text = this.#decoder.decode(window.bytes.subarray(window.start, end));
    try {
      const value = JSON.parse(this.#prepare(left + text + right));
      window.advance(end - window.start);
      return value;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw await this.#broken(before);
    }
  }

  async #skipSpace(): Promise<void> {
    const { window } = this;
    for (;;) {
      while (window.start < window.end && isSpace(window.bytes[window.start])) window.advance(1);
      if (window.start < window.end || window.isAtEnd) return;
      await window.need(1);
    }
  }

  /** What is wrong with the window. @param before JSON that brings a parser to where it begins. */
  async #broken(before: string): Promise<FormatError> {
    const { window } = this;
    await window.need(window.end - window.start + LOOK_AHEAD_BYTES);
    const text = this.#decoder.decode(window.bytes.subarray(window.start, window.end));
    const position = jsonErrorPosition(before + text) - before.length;
    const linesBefore = text.slice(0, position).split("\n").length - 1;
    return jsonError(this.#path, (await this.#lineAt(window.offset)) + linesBefore, text.slice(position));
  }

  async #lineAt(offset: number): Promise<number> {
    let line = 1;
    let from = 0;
    for await (const chunk of this.#chunks()) {
      const end = Math.min(chunk.length, offset - from);
      for (let i = chunk.indexOf(0x0a); i >= 0 && i < end; i = chunk.indexOf(0x0a, i + 1)) line++;
      from += chunk.length;
      if (from >= offset) break;
    }
    return line;
  }
}

/** As JSON.parse does: a member called __proto__ is a member. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
