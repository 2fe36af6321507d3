import { expect, test } from "vitest";
import { columnValues } from "./columnValues.ts";
import { columnInput } from "./metricFigure.ts";
import { filterProblemOf, readFilterText } from "./readFilterText.ts";
import { groupingInput, openKey } from "./rowGrouping.ts";
import { columnText, namesAsked, nextSort, parseColumns, parseSortColumn, sortDirection } from "./tableColumns.ts";

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

test("a column is asked for as the graph knows it", () => {
  expect(columnInput({ metric: "loss", figure: "BEST" })).toEqual({ metric: "loss", figure: "MIN" });
  expect(columnInput({ setting: "norm" })).toEqual({ setting: "norm" });
});

test("a filter that cannot be read says so, one that can is sent as it is, and one that says nothing is not", () => {
  const old = "min(loss) <= 0.5, learningRate > 1e-3,model ~ tiny, ";
  expect(readFilterText(old)).toEqual({ filter: old, problem: null });
  expect(readFilterText(" ")).toEqual({ filter: null, problem: null });
  expect(readFilterText("loss")).toMatchObject({
    filter: null,
    problem: { message: expect.stringMatching(/“loss” is no condition/), span: { start: 0, end: 4 } },
  });
});

test("of a query's errors the one about the filter is shown at the filter", () => {
  const extensions = { code: "INVALID_INPUT", field: "filter", span: { start: 7, end: 11 } };
  const errors = [{ message: "“fast” is no number, and loss is a metric.\n  loss < fast\n         ^^^^", extensions }];
  expect(filterProblemOf(errors, "loss < fast")).toEqual({
    message: "“fast” is no number, and loss is a metric.",
    span: { start: 7, end: 11 },
    text: "loss < fast",
  });
  expect(filterProblemOf([{ message: "Sign in first." }], "a")).toBeNull();
});

test("clicks on a head sort one way, the other, and not", () => {
  const clicks = (column: Parameters<typeof nextSort>[1]) => {
    const first = nextSort("-loss", column);
    const second = nextSort(first, column);
    return [first, second, nextSort(second, column)];
  };
  expect(clicks({ setting: "lr" })).toEqual(["setting:lr", "-setting:lr", null]);
  expect(clicks({ field: "NAME" })).toEqual(["-run:NAME", "run:NAME", null]);
  expect(clicks({ field: "CREATED" })).toEqual(["run:CREATED", "-run:CREATED", null]);
  expect(parseSortColumn("run:CREATED")).toEqual({ field: "CREATED" });
  expect(sortDirection("-loss", { metric: "loss", figure: "LAST" })).toBe("ascending");
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
