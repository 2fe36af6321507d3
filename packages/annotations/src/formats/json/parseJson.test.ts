import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonErrorPosition } from "./jsonErrorPosition.ts";
import { parseJson } from "./parseJson.ts";

describe("parseJson", () => {
  it("reads JSON with a byte order mark in front", () => {
    expect(parseJson("a.json", '\ufeff{"a": [1, -2.5e3, "x\\n", null, true]}')).toEqual({
      a: [1, -2500, "x\n", null, true],
    });
  });

  it.each([
    ["", "a.json: the file is empty. Export it again."],
    ['{"a": [1, 2', "a.json line 1: the JSON ends too early, as if the file were cut off. Export or copy it again."],
    [
      '{\n"a": "unfinis',
      "a.json line 2: the JSON ends too early, as if the file were cut off. Export or copy it again.",
    ],
    [
      '{\n"a": 1,\n"b": tru',
      "a.json line 3: the JSON ends too early, as if the file were cut off. Export or copy it again.",
    ],
    ['{"a": 1,\n}', 'a.json line 2: not valid JSON near "}". Repair the file or export it again.'],
    ["{'a': 1}", "a.json line 1: not valid JSON near \"'a': 1}\". Repair the file or export it again."],
    ['{"a": 1} x', 'a.json line 1: not valid JSON near "x". Repair the file or export it again.'],
    [
      "[1,\n\n-Infinity]",
      "a.json line 3: NaN and Infinity are not JSON. Repair the record that holds it and export again.",
    ],
    ["[NaN]", "a.json line 1: NaN and Infinity are not JSON. Repair the record that holds it and export again."],
  ])("says where %j goes wrong", (text, message) => {
    expect(() => parseJson("a.json", text)).toThrow(expect.objectContaining({ message }));
  });

  it("finds an end of every text cut off, and no error in a whole one", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
        const text = JSON.stringify({ value });
        expect(jsonErrorPosition(text)).toBe(text.length);
        const part = text.slice(0, 1 + (cut % (text.length - 1)));
        expect(jsonErrorPosition(part), part).toBe(part.length);
      }),
    );
  });
});
