import { describe, expect, it } from "vitest";
import { JSON_DEPTH_MAX, storableJson, unstorableInJson } from "./storableJson.ts";
import { holdsControlCharacters, storableName, storableText, unstorableIn } from "./storableText.ts";

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
};

describe("text", () => {
  it.each(["", "plain", "line\nbreak\ttab", "👩‍🚀 emoji", "שלום", "__proto__", "100% _ \\ ' \"", "\u0001\u001b[31m"])(
    "%j is kept as it is",
    (text) => {
      expect(unstorableIn(text)).toBeNull();
      expect(storableText(text)).toBe(text);
    },
  );

  it.each([
    ["a\0b", "a\uFFFDb", /NUL/],
    ["\uD83D", "\uFFFD", /surrogate/],
    ["x\uDE00y", "x\uFFFDy", /surrogate/],
    ["\uDE00\uD83D", "\uFFFD\uFFFD", /surrogate/],
    ["\0\uD83D\uDE00\0", "\uFFFD😀\uFFFD", /NUL/],
  ])("%j becomes %j", (text, clean, reason) => {
    expect(unstorableIn(text)).toMatch(reason);
    expect(storableText(text)).toBe(clean);
  });

  it("a name has no line breaks and nothing that prints nothing", () => {
    expect(holdsControlCharacters("walls, façade 😀")).toBe(false);
    expect(holdsControlCharacters("two\nlines")).toBe(true);
    expect(storableName("two\r\nlines\u001b[31m\0")).toBe("two lines\uFFFD[31m\uFFFD");
  });
});

describe("JSON", () => {
  it("finds the place of what cannot be kept", () => {
    expect(unstorableInJson({ a: [1, { b: "x\0" }] })).toEqual({
      path: ["a", 1, "b"],
      problem: "holds a NUL character (U+0000)",
    });
    expect(unstorableInJson({ "k\0": 1 })?.problem).toBe("has a name with a NUL character (U+0000)");
    expect(unstorableInJson({ lr: JSON.parse("1e999") })).toMatchObject({ path: ["lr"] });
    expect(unstorableInJson({ lr: 1.7e308, "-0": -0, nothing: null, yes: true, __proto__: "x" })).toBeNull();
    expect(unstorableInJson("\uD800")).toMatchObject({ path: [], problem: expect.stringMatching(/surrogate/) });
  });

  it("bounds the nesting, however deep it comes", () => {
    expect(unstorableInJson(nested(JSON_DEPTH_MAX))).toBeNull();
    expect(unstorableInJson(nested(JSON_DEPTH_MAX + 1))?.problem).toMatch(/64 levels/);
    expect(unstorableInJson(nested(100_000))?.problem).toMatch(/64 levels/);
  });

  it("cleans, counts what it changed, and leaves alone what is well", () => {
    const fine = { a: [1, "ü"] };
    expect(storableJson(fine)).toEqual({ value: fine, changes: 0 });
    expect(storableJson(fine).value).toBe(fine);
    expect(storableJson({ "k\0": "v\0", n: [Number.POSITIVE_INFINITY, 2], ok: "x" })).toEqual({
      value: { "k\uFFFD": "v\uFFFD", n: ["Infinity", 2], ok: "x" },
      changes: 3,
    });
    const { value, changes } = storableJson(nested(100_000));
    expect(changes).toBe(1);
    expect(unstorableInJson(value)).toBeNull();
    expect(Object.hasOwn(storableJson(JSON.parse('{"__proto__":"x\\u0000"}')).value as object, "__proto__")).toBe(true);
  });
});
