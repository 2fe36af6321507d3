import { expect, test } from "vitest";
import { EMPTY_SPLIT, splitInput } from "./splitInput.ts";

const grouping = { captureGroup: true, nearDuplicates: true };

test("a draft comes to shares, counts or folds, locked as chosen", () => {
  const draft = { ...EMPTY_SPLIT, name: " a " };
  const common = { datasetId: "d", name: "a" };
  expect(splitInput("d", draft)).toEqual({
    split: { ...common, strategy: "STRATIFIED", bySize: true, seed: 1, grouping, train: 0.8, val: 0.2 },
  });
  expect(splitInput("d", { ...draft, sizing: "counts", strategy: "RANDOM", fileNamePattern: " {group}_* " })).toEqual({
    split: {
      ...common,
      strategy: "RANDOM",
      seed: 1,
      grouping: { ...grouping, fileNamePattern: "{group}_*" },
      ...{ trainCount: 100, valCount: 20, testCount: 0 },
    },
  });
  expect(splitInput("d", { ...draft, sizing: "folds", folds: 4, bySize: false, tagPrefix: " site: " })).toEqual({
    folds: {
      ...common,
      bySize: false,
      seed: 1,
      grouping: { ...grouping, tagPrefix: "site:" },
      folds: 4,
      stratified: true,
    },
  });
  // What the files said is taken as it is.
  expect(splitInput("d", { ...draft, sizing: "folds", strategy: "FROM_FILES" })).toEqual({
    split: { ...common, strategy: "FROM_FILES" },
  });
});
