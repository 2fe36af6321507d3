import { expect, it } from "vitest";
import { decodeText } from "./decodeText.ts";

it.each([
  ["UTF-8 with a mark", [0xef, 0xbb, 0xbf, 0x7b, 0xc3, 0xa4, 0x7d], "{ä}"],
  ["UTF-16 with a mark", [0xff, 0xfe, 0x7b, 0, 0xe4, 0, 0x7d, 0], "{ä}"],
  ["big-endian UTF-16 without one", [0, 0x7b, 0, 0xe4, 0, 0x7d], "{ä}"],
  ["little-endian UTF-16 without one", [0x7b, 0, 0xe4, 0, 0x7d, 0], "{ä}"],
  [
    "an XML declaration",
    [...Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>'), 0xe4],
    '<?xml version="1.0" encoding="ISO-8859-1"?><a>ä',
  ],
  ["emoji", [0x7b, 0xf0, 0x9f, 0x9a, 0x97], "{🚗"],
  ["another encoding, unsaid", [0x7b, 0xe4, 0x7d], "{\ufffd}"],
])("decodes %s", (_, bytes, text) => {
  expect(decodeText(Uint8Array.from(bytes))).toBe(text);
});
