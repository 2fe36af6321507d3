import fc from "fast-check";
import { expect, test } from "vitest";
import { completeFilter } from "./completeFilter.ts";
import { isPlainText } from "./isPlainText.ts";

/** The bar stands for the cursor. */
test.each<[string, string | null, string?]>([
  ["|", "name «»"],
  ["lo|", "name «lo»"],
  ["lo|ss < 3", "name «lo»", "loss"],
  ["not (lo|", "name «lo»"],
  ["loss |", "comparison «» of loss"],
  ["loss c|", "comparison «c» of loss"],
  ["loss not |", "comparison «» of loss"],
  ["loss <|", "value «» of loss"],
  ["loss < |", "value «» of loss"],
  ["config.optimizer = ad|", "value «ad» of optimizer"],
  ["optimizer in |", "list «» of optimizer"],
  ["optimizer in (|", "value «» of optimizer"],
  ["optimizer in (sgd, ad|", "value «ad» of optimizer"],
  ["optimizer in (sgd) |", "connective «» of optimizer"],
  ["lr is |", "null «» of lr"],
  ["lr is not |", "null «» of lr"],
  ["lr = 1 |", "connective «» of lr"],
  ["(lr = 1) a|", "connective «a» of lr"],
  ["lr = 1 and |", "name «»"],
  ["lr = 1, b|", "name «b»"],
  ["min(|", "name «» within min"],
  ["min(lo|", "name «lo» within min"],
  ["min(loss) |", "comparison «» of loss"],
  ['name = "my r|', "value «my r» of name", '"my r'],
  ['name = "my r|un" and a = 1', "value «my r» of name", '"my run"'],
  ["a < < |", null],
  ["a = 1 b |", null],
])("completes %s", (marked, expected, replaced) => {
  const cursor = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = completeFilter(text, cursor);
  const described =
    found &&
    `${found.expects} «${found.typed}»${found.column ? ` of ${found.column.name}` : ""}${found.figure ? ` within ${found.figure}` : ""}`;
  expect(described).toBe(expected);
  if (found && replaced) expect(text.slice(found.start, found.end)).toBe(replaced);
});

test("wherever the cursor stands in whatever text, a choice replaces a part of the text that it touches", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab =<(),'\"not in") }), fc.nat(), (text, place) => {
      const cursor = place % (text.length + 1);
      const found = completeFilter(text, cursor);
      if (found === null) return;
      expect(found.start).toBeLessThanOrEqual(cursor);
      expect(found.end).toBeGreaterThanOrEqual(cursor);
      expect(found.end).toBeLessThanOrEqual(text.length);
    }),
  );
});

test.each([
  ["from production", true],
  ["#12", true],
  ["demo-run/3", true],
  ["lr > 1", false],
  ["a and b", false],
  ["'quoted'", false],
  ["'", false],
])("%s: plain text %s", (text, plain) => {
  expect(isPlainText(text)).toBe(plain);
});
