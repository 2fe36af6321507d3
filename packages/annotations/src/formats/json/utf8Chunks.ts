import { encodingOf } from "../reading/decodeText.ts";

type Decoder = InstanceType<typeof TextDecoder>;

/** A file's bytes as UTF-8 without a byte order mark, whatever decodeText would read them as. */
export async function* utf8Chunks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let decoder: Decoder | null | undefined;
  let held = new Uint8Array(0);
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    if (decoder === null) {
      yield chunk;
      continue;
    }
    if (decoder === undefined) {
      // A mark has up to three bytes, and the pattern of UTF-16 shows in four.
      held = joined(held, chunk);
      if (held.length < 4) continue;
    }
    const bytes = decoder === undefined ? held : chunk;
    const begun = decoder ?? decoderOf(bytes);
    decoder = begun;
    if (begun === null) yield bytes.subarray(hasMark(bytes) ? 3 : 0);
    else yield encoder.encode(begun.decode(bytes, { stream: true }));
  }
  if (decoder === undefined) yield encoder.encode(new TextDecoder(encodingOf(held)).decode(held));
  else if (decoder !== null) yield encoder.encode(decoder.decode());
}

/** null for UTF-8, which needs none. */
function decoderOf(bytes: Uint8Array): Decoder | null {
  const encoding = encodingOf(bytes);
  return encoding === "utf-8" ? null : new TextDecoder(encoding);
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
