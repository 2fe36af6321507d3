import { expect, test } from "vitest";
import { planRungs } from "./planRungs.ts";
import { planSweep, type SweepWish } from "./planSweep.ts";

const wish = (changes: Partial<SweepWish>): SweepWish => ({
  recipe: "MININET",
  preset: "demo",
  overrides: { epochs: 9, momentum: 0.5 },
  dimensions: [{ setting: "learningRate", values: [0.01, 0.1] }],
  method: "GRID",
  seeds: [3],
  maxRuns: null,
  seed: 0,
  ...changes,
});

test("a grid's runs: point after point, each with every seed, on the launch's settings", () => {
  const { points, runs } = planSweep(
    wish({
      dimensions: [
        { setting: "learningRate", values: [0.01, 0.1] },
        { setting: "batchSize", min: 1, max: 2, whole: true },
      ],
      seeds: [3, 8],
    }),
  );
  expect(points).toHaveLength(4);
  expect(
    runs.map(({ point, configuration: { learningRate, batchSize, seed } }) => [point, learningRate, batchSize, seed]),
  ).toEqual([
    [0, 0.01, 1, 3],
    [0, 0.01, 1, 8],
    [1, 0.01, 2, 3],
    [1, 0.01, 2, 8],
    [2, 0.1, 1, 3],
    [2, 0.1, 1, 8],
    [3, 0.1, 2, 3],
    [3, 0.1, 2, 8],
  ]);
  expect(runs.every(({ configuration }) => configuration.epochs === 9 && configuration.momentum === 0.5)).toBe(true);
});

test("random points are as many as the runs allow for all seeds, and the same for the same seed", () => {
  const random = wish({
    method: "RANDOM",
    maxRuns: 7,
    seeds: [1, 2],
    dimensions: [{ setting: "learningRate", min: 1e-4, max: 1e-1, scale: "log" }],
  });
  expect(planSweep(random).points).toHaveLength(3);
  expect(planSweep(random)).toEqual(planSweep(random));
  expect(planSweep({ ...random, seed: 1 }).points).not.toEqual(planSweep(random).points);
});

test.each<[string, Partial<SweepWish>, RegExp]>([
  ["no setting", { dimensions: [] }, /at least one/],
  ["a wrong setting of all runs", { overrides: { epoch: 1 } }, /^There is no setting "epoch"; did you mean epochs/],
  [
    "a setting that is not there",
    { dimensions: [{ setting: "learnRate", values: [1] }] },
    /no setting "learnRate"; did you mean learningRate/,
  ],
  [
    "a value that cannot be",
    { dimensions: [{ setting: "batchSize", values: [1, 2.5] }] },
    /batchSize is 2.5; expected a whole number/,
  ],
  [
    "a range that goes too far",
    { dimensions: [{ setting: "learningRate", min: 1, max: 11, step: 1 }] },
    /learningRate is 11; expected at most 10/,
  ],
  ["no values", { dimensions: [{ setting: "batchSize", values: [] }] }, /batchSize has no values/],
  [
    "a range without width",
    { dimensions: [{ setting: "momentum", min: 0.5, max: 0.5 }] },
    /momentum needs a least value below its greatest/,
  ],
  [
    "zero on a logarithmic scale",
    { dimensions: [{ setting: "weightDecay", min: 0, max: 1, scale: "log" }] },
    /weightDecay needs a least value above 0/,
  ],
  [
    "neither list nor range",
    { dimensions: [{ setting: "momentum", min: 0.5 }] },
    /momentum is varied over a list \(values\) or a range/,
  ],
  ["nothing that can be read", { dimensions: [null] }, /is varied over a list/],
  [
    "a setting twice",
    {
      dimensions: [
        { setting: "momentum", values: [0.5] },
        { setting: "momentum", values: [0.6] },
      ],
    },
    /momentum is varied twice/,
  ],
  ["the seed", { dimensions: [{ setting: "seed", values: [1, 2] }] }, /give the seeds or a number of seeds/],
  [
    "values that exclude one another",
    { dimensions: [{ setting: "minSizePx", values: [64, 2000] }], overrides: { maxSizePx: 640 } },
    /Point 2 \(minSizePx 2000\) is not valid: maxSizePx is 640/,
  ],
  ["a grid without end", { dimensions: [{ setting: "momentum", min: 0.5, max: 0.6 }] }, /Give momentum a step/],
  ["a grid of too many runs", { seeds: [1, 2], maxRuns: 3 }, /The grid has 4 runs, and at most 3 are allowed/],
  [
    "a grid beyond all limits",
    {
      dimensions: ["rpnPreNmsTopN", "rpnPostNmsTopN"].map((setting) => ({ setting, min: 1, max: 9_000, whole: true })),
    },
    /81,000,000 runs, and at most 5,000/,
  ],
  ["random points without a number", { method: "RANDOM" }, /maximum number of runs/],
  ["fewer runs than seeds", { method: "ASHA", seeds: [1, 2, 3], maxRuns: 2 }, /Each point takes 3 runs/],
])("%s is refused", (_what, changes, message) => {
  expect(() => planSweep(wish(changes))).toThrow(message);
});

test("what is set may go with the varied settings only", () => {
  const dimensions = [{ setting: "maxSizePx", values: [2_000, 3_000] }];
  const { runs } = planSweep(wish({ overrides: { minSizePx: 1_900 }, dimensions }));
  expect(runs.map(({ configuration }) => configuration.maxSizePx)).toEqual([2_000, 3_000]);
});

const configurations = (overrides: Record<string, unknown>) =>
  planSweep(wish({ overrides: { epochs: 9, evaluateEveryEpochs: 1, ...overrides } })).runs.map(
    ({ configuration }) => configuration,
  );
const halving = { unit: "EPOCHS", minResource: 1, reductionFactor: 3 } as const;

test("rungs lie below the end of the longest run", () => {
  expect(planRungs(configurations({}), "val/segm/AP", halving)).toEqual([1, 3]);
  expect(
    planRungs(configurations({ maxSteps: 100 }), "val/bbox/AR100", { ...halving, unit: "STEPS", minResource: 10 }),
  ).toEqual([10, 30, 90]);
});

test.each([
  ["a metric of every step", {}, "loss", halving, /val\/segm\/AP\. "loss" is not one/],
  [
    "a first rung beyond the end",
    {},
    "val/segm/AP",
    { ...halving, minResource: 9 },
    /after 9 epochs, is not before the runs end, at 9 epochs/,
  ],
  [
    "steps without an end",
    {},
    "val/segm/AP",
    { ...halving, unit: "STEPS" },
    /Counting rungs in steps requires maxSteps/,
  ],
  ["no evaluation before the end", { evaluateEveryEpochs: 9 }, "val/segm/AP", halving, /Lower evaluateEveryEpochs/],
] as const)("%s is refused", (_what, overrides, metric, wished, message) => {
  expect(() => planRungs(configurations({ maxSteps: null, ...overrides }), metric, wished)).toThrow(message);
});
