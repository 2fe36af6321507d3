import type { SourceFile } from "../reading/SourceFile.ts";
import { utf8Chunks } from "./utf8Chunks.ts";

/** What is looked for to tell formats apart: whether a text holds a mark, and how it begins. */
export interface JsonMarks {
  has(mark: string): boolean;
  readonly head: string;
}

export function marksOfText(text: string): JsonMarks {
  return { has: (mark) => text.includes(mark), head: text };
}

/** No mark and no beginning that is looked at is longer. */
const OVERLAP = 64;
const HEAD_BYTES = 64 * 1024;
/** Once a format was told, this far into a file, what follows is not looked at: lists of records look alike. */
const ENOUGH_BYTES = 4 * 1024 ** 2;

/**
 * Reads a file in pieces until `tell` gives an answer that is not null, at its end at the latest.
 * @param marks all that `tell` asks for; ASCII.
 */
export async function tellByMarks<T>(
  chunks: NonNullable<SourceFile["chunks"]>,
  marks: readonly string[],
  tell: (marks: JsonMarks) => T | null,
): Promise<T | null> {
  const found = new Set<string>();
  const decoder = new TextDecoder("latin1");
  let head = "";
  let tail = "";
  let bytes = 0;
  const sofar = {
    has: (mark: string) => found.has(mark),
    get head() {
      return head;
    },
  };
  for await (const chunk of utf8Chunks(chunks())) {
    const text = tail + decoder.decode(chunk);
    for (const mark of marks) if (!found.has(mark) && text.includes(mark)) found.add(mark);
    if (head.length < HEAD_BYTES) head += text.slice(tail.length, tail.length + HEAD_BYTES);
    tail = text.slice(-OVERLAP);
    bytes += chunk.length;
    const told = bytes >= ENOUGH_BYTES ? tell(sofar) : null;
    if (told !== null) return told;
  }
  return tell(sofar);
}
