import { expect, test } from "vitest";
import { columnValues } from "./columnValues.ts";
import { columnInput, lessIsBetter } from "./metricFigure.ts";
import { groupingInput, openKey } from "./rowGrouping.ts";
import { columnText, namesAsked, parseColumns } from "./tableColumns.ts";
import { parseTableFilter } from "./tableFilter.ts";

test("columns survive the page's address", () => {
  const text = "loss,min(val/loss),max(a (b)),best(val/segm/AP),best(loss),setting:learningRate";
  const columns = parseColumns(text);
  expect(columns).toEqual([
    { metric: "loss", figure: "LAST" },
    { metric: "val/loss", figure: "MIN" },
    { metric: "a (b)", figure: "MAX" },
    { metric: "val/segm/AP", figure: "BEST" },
    { metric: "loss", figure: "BEST" },
    { setting: "learningRate" },
  ]);
  expect(columns.map(columnText).join(",")).toBe(text);
  expect(namesAsked(columns)).toEqual({
    LAST: ["loss"],
    MIN: ["val/loss", "loss"],
    MAX: ["a (b)", "val/segm/AP"],
    SETTING: ["learningRate"],
  });
  expect(parseColumns(null)).toEqual([]);
});

test("of losses, errors and times less is better, of all else more", () => {
  const less = ["loss", "loss/mask", "val/rmse", "step_ms", "rss_mib", "top1_error", "val_loss"];
  const more = ["val/segm/AP", "accuracy", "reward", "val/bbox/AR100", "images_per_second", "fps"];
  expect(less.filter((name) => !lessIsBetter(name))).toEqual([]);
  expect(more.filter(lessIsBetter)).toEqual([]);
  expect(columnInput({ metric: "loss", figure: "BEST" })).toEqual({ metric: "loss", figure: "MIN" });
  expect(columnInput({ setting: "norm" })).toEqual({ setting: "norm" });
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

test("rows are grouped by what the address says", () => {
  expect(groupingInput("GROUP")).toEqual({ property: "GROUP" });
  expect(groupingInput("setting:learningRate")).toEqual({ setting: "learningRate" });
  expect(groupingInput("nothing")).toBeNull();
  expect(new Set([openKey(null), openKey("none"), openKey("")]).size).toBe(3);
});

test("a row's values stand in the order of the columns", () => {
  const columns = parseColumns("min(loss),setting:norm,loss,best(loss)");
  const row = { lastValues: [3], minValues: [1, 2], maxValues: [], settingValues: ["group"] };
  expect(columnValues(row, columns)).toEqual([1, "group", 3, 2]);
});
