import { expect, test } from "vitest";
import { brushText, inBrushes, parseBrushes } from "./brushes.ts";
import { dimensionScale } from "./dimensionScale.ts";
import { columnValue, differingSettings, dimensionChoices } from "./dimensions.ts";
import { groupRuns } from "./groupRuns.ts";
import { meanAndBand } from "./meanAndBand.ts";

const metric = (name: string, last: number | null, min: number | null, max: number | null) => ({
  name,
  points: 3,
  last,
  min,
  max,
});
const run = (id: string, changes: object = {}) => ({
  id,
  group: null,
  tags: [],
  experiment: null,
  dataset: { id: "d", name: "Streets" },
  recipe: "MININET" as const,
  preset: "demo",
  snapshot: null,
  seed: 1,
  step: 10,
  startedAt: null,
  finishedAt: null,
  configuration: { learningRate: 0.01, norm: "group" },
  metrics: [metric("loss", 0.5, 0.4, 3), metric("val/segm/AP", 0.3, 0.1, 0.35)],
  ...changes,
});

test("a column of a run is a number, a word or nothing", () => {
  const logged = run("a", { configuration: { lr: "1e-3", model: "tiny", layers: [1, 2], none: null } });
  expect(columnValue(logged, { setting: "lr" })).toBe(0.001);
  expect(columnValue(logged, { setting: "model" })).toBe("tiny");
  expect(columnValue(logged, { setting: "layers" })).toBe("[1,2]");
  expect(columnValue(logged, { setting: "none" })).toBeNull();
  expect(columnValue(logged, { setting: "seed" })).toBe(1);
  expect(columnValue(logged, { metric: "loss", figure: "MAX" })).toBe(3);
  expect(columnValue(logged, { metric: "loss", figure: "BEST" })).toBe(0.4);
  expect(columnValue(logged, { metric: "val/segm/AP", figure: "BEST" })).toBe(0.35);
  expect(columnValue(logged, { metric: "gone", figure: "LAST" })).toBeNull();
});

test("settings that differ are offered first, the seed after all others", () => {
  const runs = [run("a"), run("b", { seed: 2, configuration: { learningRate: 0.02, norm: "group" } })];
  expect(differingSettings(runs)).toEqual(["learningRate", "seed"]);
  expect(dimensionChoices(runs).map(({ group }) => group)).toEqual([
    "Settings that differ",
    "Best value",
    "Last value",
    "Minimum",
    "Maximum",
    "Other settings",
  ]);
});

test("runs are put together by what they share", () => {
  const runs = [
    run("a", { group: "one", tags: ["x", "y"] }),
    run("b", { tags: ["y"], seed: 2 }),
    run("c", { group: "one", configuration: { norm: "group", learningRate: 0.02 } }),
  ];
  const keys = (by: string) => groupRuns(runs, by).map(({ label, runs }) => [label, runs.map(({ id }) => id).join("")]);
  expect(keys("group")).toEqual([
    ["one", "ac"],
    ["none", "b"],
  ]);
  expect(keys("tag")).toEqual([
    ["x", "a"],
    ["y", "ab"],
    ["none", "c"],
  ]);
  expect(keys("dataset")).toEqual([["Streets", "abc"]]);
  expect(keys("setting:learningRate")).toEqual([
    ["0.01", "ab"],
    ["0.02", "c"],
  ]);
  // The seed is no difference, the data is one, and the order of the keys is none.
  expect(keys("replicates")).toEqual([
    ["Configuration 1", "ab"],
    ["Configuration 2", "c"],
  ]);
  const elsewhere = run("d", { snapshot: { hash: "s2" }, configuration: { norm: "group", learningRate: 0.01 } });
  expect(groupRuns([run("a"), elsewhere], "replicates")).toHaveLength(2);
});

test("mean and band of two curves, by hand", () => {
  const curves = [
    { xs: [0, 2, 4], values: [0, 2, 4] },
    { xs: [0, 4], values: [2, 10] },
  ];
  expect(meanAndBand(curves, "minmax")).toEqual({ xs: [0, 2, 4], mean: [1, 4, 7], low: [0, 2, 4], high: [2, 6, 10] });
  // The sample deviation of two values is their distance over the root of two: of 0 and 2, 2 and 6, 4 and 10.
  const deviations = [2, 8, 18].map(Math.sqrt);
  const { mean, low, high } = meanAndBand(curves, "std");
  expect(mean).toEqual([1, 4, 7]);
  for (const [index, deviation] of deviations.entries()) {
    expect(high[index]).toBeCloseTo((mean[index] as number) + deviation, 12);
    expect(low[index]).toBeCloseTo((mean[index] as number) - deviation, 12);
  }
  const three = [1, 2, 6].map((value) => ({ xs: [1], values: [value] }));
  // Mean 3, variance (4 + 1 + 9) / 2.
  expect(meanAndBand(three, "std").high[0]).toBeCloseTo(3 + Math.sqrt(7), 12);
  expect(meanAndBand(three.slice(0, 1), "std")).toMatchObject({ low: [1], high: [1] });
});

test("a curve counts between its own ends alone, and gaps are bridged", () => {
  const curves = [
    { xs: [0, 1, 2], values: [1, null, 3] },
    { xs: [1, 2, 3], values: [10, 11, Number.NaN] },
  ];
  expect(meanAndBand(curves, "minmax")).toEqual({ xs: [0, 1, 2], mean: [1, 6, 7], low: [1, 2, 3], high: [1, 10, 11] });
  expect(meanAndBand([], "std")).toEqual({ xs: [], mean: [], low: [], high: [] });
  const long = {
    xs: Array.from({ length: 5_000 }, (_, index) => index),
    values: Array.from({ length: 5_000 }, () => 1),
  };
  const thinned = meanAndBand([long], "std");
  expect(thinned.xs).toHaveLength(600);
  expect([thinned.xs[0], thinned.xs.at(-1)]).toEqual([0, 4_999]);
});

test("numbers lie on a line or by their logarithms, words side by side", () => {
  const linear = dimensionScale([1, 3, null], false);
  expect([1, 2, 3].map(linear.place)).toEqual([0, 0.5, 1]);
  expect(linear.place(null)).toBeNull();
  const log = dimensionScale([0.001, 0.1], true);
  expect(log.place(0.01)).toBeCloseTo(0.5, 12);
  expect(dimensionScale([-1, 2], true).logarithmic).toBe(false);
  const words = dimensionScale(["sgd", "adamw", "sgd"], false);
  expect(words.ticks.map(({ label }) => label)).toEqual(["adamw", "sgd"]);
  expect([words.place("adamw"), words.place("sgd")]).toEqual([0, 1]);
  expect(dimensionScale([5, 5], false).place(5)).toBe(0.5);
  expect(dimensionScale([], false).ticks).toEqual([]);
});

test.each<[string, number[], boolean, string[]]>([
  ["values that there are, where they are few", [2, 8, 4, 2], false, ["2", "4", "8"]],
  ["the same on a logarithmic axis", [0.001, 0.1, 0.01], true, ["0.001", "0.01", "0.1"]],
  ["but not those that would stand in one another", [0.001, 0.002, 0.1, 1], false, ["0.001", "0.1", "1"]],
  ["round numbers, and no measured extreme", [0.31415, 0.2718, 0.5772, 0.41], false, ["0.3", "0.4", "0.5"]],
  ["two at least", [0.0123, 0.9876], false, ["0.2", "0.4", "0.6", "0.8"]],
  ["with the digits in which they differ", [0.501243, 0.501288], false, ["0.50125", "0.50126", "0.50127", "0.50128"]],
  ["powers of ten", [0.0001234, 0.07891], true, ["0.001", "0.01"]],
  ["round numbers between them, where there is but one", [0.1234, 7.891], true, ["0.2", "0.5", "1", "2", "5"]],
  ["one value", [5, 5], false, ["5"]],
])("ticks are %s", (_what, values, logarithmic, labels) => {
  expect(dimensionScale(values, logarithmic).ticks.map(({ label }) => label)).toEqual(labels);
});

test("brushes survive the page's address and choose runs", () => {
  const brushes = parseBrushes(["setting:learningRate@0.01..0.02", "best(loss)@0..1", "nonsense"]);
  expect(brushes.map(brushText)).toEqual(["setting:learningRate@0.01..0.02", "best(loss)@0..1"]);
  const scales = new Map([
    ["setting:learningRate", dimensionScale([0.01, 0.05], false)],
    ["best(loss)", dimensionScale([0, 1, 2], false)],
  ]);
  expect(inBrushes(run("a"), brushes, scales)).toBe(true);
  expect(inBrushes(run("b", { configuration: { learningRate: 0.05 } }), brushes, scales)).toBe(false);
  expect(inBrushes(run("c", { metrics: [] }), brushes, scales)).toBe(false);
});
