import { expect, test } from "vitest";
import { columnText, namesAsked, parseColumns } from "./tableColumns.ts";
import { parseTableFilter } from "./tableFilter.ts";

test("columns survive the page's address", () => {
  const text = "loss,min(val/loss),max(a (b)),setting:learningRate";
  const columns = parseColumns(text);
  expect(columns).toEqual([
    { metric: "loss", figure: "LAST" },
    { metric: "val/loss", figure: "MIN" },
    { metric: "a (b)", figure: "MAX" },
    { setting: "learningRate" },
  ]);
  expect(columns.map(columnText).join(",")).toBe(text);
  expect(namesAsked(columns)).toEqual({ LAST: ["loss"], MIN: ["val/loss"], MAX: ["a (b)"], SETTING: ["learningRate"] });
  expect(parseColumns(null)).toEqual([]);
});

test("a filter is read condition by condition", () => {
  expect(parseTableFilter("min(loss) <= 0.5, learningRate > 1e-3,model ~ tiny, ", ["learningRate", "model"])).toEqual([
    { column: { metric: "loss", figure: "MIN" }, comparison: "LE", number: 0.5 },
    { column: { setting: "learningRate" }, comparison: "GT", number: 0.001 },
    { column: { setting: "model" }, comparison: "CONTAINS", text: "tiny" },
  ]);
  expect(parseTableFilter("model = M1", ["model"])).toEqual([
    { column: { setting: "model" }, comparison: "EQ", text: "M1" },
  ]);
  expect(parseTableFilter("", [])).toEqual([]);
});

test.each([
  ["loss", /“loss” is no condition/],
  ["loss <", /no condition/],
  ["loss < fast", /“fast” is no number, and loss is a metric/],
])("the filter %s is told to be wrong", (text, message) => {
  expect(parseTableFilter(text, [])).toMatch(message);
});
