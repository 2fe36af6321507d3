import { expect, test } from "vitest";
import { type DimensionDraft, dimensionInput, EMPTY_DIMENSION, seedsInput } from "./sweepDraft.ts";
import { EMPTY_SWEEP, type SweepDraft, sweepInput } from "./sweepInput.ts";

const base = {
  batchSize: 2,
  learningRate: 0.01,
  optimizer: "sgd",
  emaDecay: null,
  scaleJitter: [1, 1],
  nesterov: false,
};
const read = (draft: Partial<DimensionDraft>) => dimensionInput({ ...EMPTY_DIMENSION, ...draft }, base);

test("lists are read by the kind of value that the preset has", () => {
  expect(read({ setting: "batchSize", values: "1, 2,4" })).toEqual({ setting: "batchSize", values: [1, 2, 4] });
  expect(read({ setting: "optimizer", values: "sgd, adamw" })).toEqual({
    setting: "optimizer",
    values: ["sgd", "adamw"],
  });
  expect(read({ setting: "nesterov", values: "true,false" })).toEqual({ setting: "nesterov", values: [true, false] });
  expect(read({ setting: "emaDecay", values: "none, 0.99" })).toEqual({ setting: "emaDecay", values: [null, 0.99] });
  expect(read({ setting: "scaleJitter", values: "1,1; 0.8, 1.25" })).toEqual({
    setting: "scaleJitter",
    values: [
      [1, 1],
      [0.8, 1.25],
    ],
  });
});

test("a range of a setting that counts is one of whole numbers", () => {
  const range = { kind: "range", min: "1", max: "8" } as const;
  expect(read({ ...range, setting: "batchSize", logarithmic: true })).toEqual({
    setting: "batchSize",
    min: 1,
    max: 8,
    scale: "LOG",
    whole: true,
  });
  expect(read({ ...range, setting: "learningRate", step: "0.5" })).toEqual({
    setting: "learningRate",
    min: 1,
    max: 8,
    step: 0.5,
  });
});

test.each<[string, Partial<DimensionDraft>]>([
  ["no setting", {}],
  ["no values", { setting: "batchSize" }],
  ["a word for a number", { setting: "batchSize", values: "1, many" }],
  ["a range without an end", { setting: "learningRate", kind: "range", min: "1" }],
  ["a step that is none", { setting: "learningRate", kind: "range", min: "1", max: "2", step: "x" }],
])("%s is told in a sentence", (_what, draft) => {
  expect(read(draft)).toEqual(expect.any(String));
});

test("one number is how many seeds, several are the seeds", () => {
  expect(seedsInput("")).toEqual({});
  expect(seedsInput("3")).toEqual({ seedCount: 3 });
  expect(seedsInput("3, 5")).toEqual({ seeds: [3, 5] });
  expect(seedsInput("3, x")).toBeUndefined();
});

const launch = { datasetId: "d", recipe: "MININET" } as const;
const rates = { key: 4, draft: { ...EMPTY_DIMENSION, setting: "learningRate", values: "0.1, 0.2" } };
const sent = (draft: Partial<SweepDraft>) =>
  sweepInput({ ...EMPTY_SWEEP, dimensions: [rates], ...draft }, base, launch);

test("a sweep's input has what its method takes, and nothing that another method left behind", () => {
  const filled = { sweepSeed: 7, rungUnit: "STEPS", firstRung: 50, notes: " why ", maxRuns: 9 } as const;
  expect(sent({ ...filled, method: "ASHA" })).toMatchObject({
    launch,
    notes: "why",
    seed: 7,
    maxRuns: 9,
    halving: { unit: "STEPS", minResource: 50, reductionFactor: 4 },
  });
  expect(sent({ ...filled, method: "RANDOM" })).toMatchObject({ seed: 7, maxRuns: 9, halving: null });
  expect(sent({ ...filled, method: "GRID" })).toMatchObject({ seed: null, maxRuns: null, halving: null });
});

test("what cannot be read is told at its field", () => {
  expect(sent({ dimensions: [rates, { key: 9, draft: EMPTY_DIMENSION }] })).toMatchObject({ field: "dimensions.1" });
  expect(sent({ seeds: "1, x" })).toMatchObject({ field: "seeds" });
});
