import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "../reading/decodeText.ts";
import { FormatError } from "../reading/FormatError.ts";
import { parseJson } from "./parseJson.ts";
import { parseJsonChunks } from "./parseJsonChunks.ts";
import { utf8Chunks } from "./utf8Chunks.ts";

/** The bytes in pieces of these lengths, over and over. */
function inChunks(bytes: Uint8Array, lengths: readonly number[]): () => AsyncIterable<Uint8Array> {
  return async function* () {
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const length = lengths[i % lengths.length] as number;
      yield bytes.subarray(at, at + length);
      at += length;
    }
  };
}

async function outcome(read: () => unknown): Promise<unknown> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof FormatError) return { message: error.message };
    throw error;
  }
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
const pieceBytes = fc.constantFrom(1, 2, 7, 16, 64, 1000);
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.array(
    fc.record({ id: fc.integer(), name: fc.string({ unit: "grapheme" }), list: fc.array(fc.double({ noNaN: true })) }),
  ),
  fc.dictionary(fc.constantFrom("__proto__", "a", "1", "0", "é"), fc.jsonValue({ maxDepth: 2 })),
);
/** JSON as it is, or cut, or with something put in or taken out, on one line or several. */
const text = fc
  .tuple(
    value,
    fc.constantFrom(0, 1),
    fc.constantFrom("as it is", "cut", "put", "cut out"),
    fc.nat(),
    fc.string({
      unit: fc.constantFrom(...'[]{},:"\\ \n1-eNtrué\u0001'.split("")),
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([one, indent, change, at, more]) => {
    const whole = JSON.stringify(one, null, indent);
    const cut = at % (whole.length + 1);
    if (change === "cut") return whole.slice(0, cut);
    if (change === "put") return whole.slice(0, cut) + more + whole.slice(cut);
    return change === "as it is" ? whole : whole.slice(0, cut) + whole.slice(cut + more.length);
  });

describe("parseJsonChunks", () => {
  it("gives the value or the error of parseJson, however the file is cut into pieces", async () => {
    await fc.assert(
      fc.asyncProperty(text, lengths, pieceBytes, async (content, chunkLengths, piece) => {
        const bytes = new TextEncoder().encode(content);
        const chunks = inChunks(bytes, chunkLengths);
        const expected = await outcome(() => parseJson("a.json", decodeText(bytes)));
        expect(await outcome(() => parseJsonChunks("a.json", () => utf8Chunks(chunks()), piece))).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  it.each(["utf-8", "utf-8 with a mark", "utf-16le", "utf-16be"])("reads %s", async (encoding) => {
    const content = JSON.stringify({ größe: ["🚗", 1] });
    const utf16 = Buffer.from(content, "utf16le");
    if (encoding === "utf-16be") utf16.swap16();
    const utf8 = new TextEncoder().encode(encoding === "utf-8" ? content : `\ufeff${content}`);
    const bytes = encoding.startsWith("utf-16") ? utf16 : utf8;
    for (const length of [1, 3, 1000]) {
      const chunks = inChunks(bytes, [length]);
      expect(await parseJsonChunks("a.json", () => utf8Chunks(chunks()), 8)).toEqual({ größe: ["🚗", 1] });
    }
  });

  it("tells the line of an error far into a file, and lets go of the file", async () => {
    const records = Array.from({ length: 5000 }, (_, i) => JSON.stringify({ id: i, bbox: [1, 2, 3, 4] }));
    records[4000] = '{"id": 4000, "bbox": [1, NaN]}';
    const bytes = new TextEncoder().encode(`{"images": [],\n"annotations": [\n${records.join(",\n")}]}`);
    let closed = 0;
    const chunks = async function* () {
      try {
        yield* inChunks(bytes, [4096])();
      } finally {
        closed++;
      }
    };
    await expect(parseJsonChunks("a.json", chunks)).rejects.toThrow("a.json line 4003: NaN and Infinity are not JSON");
    expect(closed).toBe(2);
  });
});
