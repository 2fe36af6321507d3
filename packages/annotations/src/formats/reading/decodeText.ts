/**
 * An annotation file's bytes as text: UTF-8 unless a byte order mark, the pattern of UTF-16 or an XML declaration says
 * otherwise. What does not decode becomes U+FFFD; parseAnnotations warns of it.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** The encoding that a file's first bytes tell. */
export function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // Every format begins with an ASCII character: a zero beside it is the other half of a 16-bit unit.
  if (bytes.length >= 4 && first !== 0 && second === 0 && bytes[3] === 0) return "utf-16le";
  if (bytes.length >= 4 && first === 0 && second !== 0 && bytes[2] === 0) return "utf-16be";
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\sencoding=["']([\w.:-]+)["']/.exec(head)?.[1];
  if (declared === undefined || /^utf-?16/i.test(declared)) return "utf-8";
  try {
    return new TextDecoder(declared).encoding;
  } catch (error) {
    if (error instanceof RangeError) return "utf-8"; // an encoding nobody knows: the text itself will tell
    throw error;
  }
}
