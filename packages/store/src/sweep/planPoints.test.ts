import { expect, test } from "vitest";
import { gridPoints, gridSize, randomPoints } from "./planPoints.ts";
import { type SweepDimension, sweepDimensionSchema } from "./SweepDimension.ts";

const dimension = (value: Record<string, unknown>): SweepDimension => sweepDimensionSchema.parse(value);
const problemOf = (value: Record<string, unknown>) =>
  sweepDimensionSchema.safeParse({ setting: "learningRate", ...value }).success;

const batch = dimension({ setting: "batchSize", values: [1, 2, 4] });
const momentum = dimension({ setting: "momentum", min: 0.7, max: 0.9, step: 0.1 });
const rate = dimension({ setting: "learningRate", min: 1e-4, max: 1e-1, scale: "log" });
const warmup = dimension({ setting: "warmupSteps", min: 0, max: 3, whole: true });

test("a grid has every combination, the first dimension slowest", () => {
  expect(gridPoints([batch, momentum])).toEqual([
    { batchSize: 1, momentum: 0.7 },
    { batchSize: 1, momentum: 0.8 },
    { batchSize: 1, momentum: 0.9 },
    { batchSize: 2, momentum: 0.7 },
    { batchSize: 2, momentum: 0.8 },
    { batchSize: 2, momentum: 0.9 },
    { batchSize: 4, momentum: 0.7 },
    { batchSize: 4, momentum: 0.8 },
    { batchSize: 4, momentum: 0.9 },
  ]);
  expect(gridPoints([warmup]).map(({ warmupSteps }) => warmupSteps)).toEqual([0, 1, 2, 3]);
  expect(gridSize([batch, rate])).toBe(Number.POSITIVE_INFINITY);
});

test("a step that does not meet the range's end stops below it", () => {
  expect(gridPoints([dimension({ setting: "x", min: 0, max: 1, step: 0.3 })]).map(({ x }) => x)).toEqual([
    0, 0.3, 0.6, 0.9,
  ]);
});

test("the same seed draws the same points, also when more are asked for; another seed others", () => {
  const ten = randomPoints([batch, rate], 10, 7);
  expect(randomPoints([batch, rate], 10, 7)).toEqual(ten);
  expect(randomPoints([batch, rate], 25, 7).slice(0, 10)).toEqual(ten);
  expect(randomPoints([batch, rate], 10, 8)).not.toEqual(ten);
  // Written down once, so that a sweep of an older version is known by its points.
  expect(ten.slice(0, 2)).toMatchInlineSnapshot(`
    [
      {
        "batchSize": 2,
        "learningRate": 0.0001301203230941162,
      },
      {
        "batchSize": 1,
        "learningRate": 0.06905858107971088,
      },
    ]
  `);
});

test("random points fill their ranges evenly, orders of magnitude on a logarithmic scale", () => {
  const values = randomPoints([rate], 3_000, 1).map(({ learningRate }) => learningRate as number);
  for (const [low, high] of [
    [1e-4, 1e-3],
    [1e-3, 1e-2],
    [1e-2, 1e-1],
  ] as const) {
    // 1,000 of 3,000 expected; five standard deviations are 129.
    expect(Math.abs(values.filter((value) => value >= low && value < high).length - 1_000)).toBeLessThan(129);
  }
  const steps = randomPoints([momentum, rate], 3_000, 1).map(({ momentum: value }) => value);
  expect(new Set(steps)).toEqual(new Set([0.7, 0.8, 0.9]));
  expect(Math.abs(steps.filter((value) => value === 0.7).length - 1_000)).toBeLessThan(129);
  const whole = dimension({ setting: "n", min: 1, max: 100, scale: "log", whole: true });
  const numbers = randomPoints([whole, rate], 3_000, 1).map(({ n }) => n as number);
  expect(numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= 100)).toBe(true);
  // ln(10.5 / 0.5) / ln(100.5 / 0.5) of them are 1 to 10: 1,722 of 3,000.
  expect(Math.abs(numbers.filter((n) => n <= 10).length - 1_722)).toBeLessThan(136);
});

test("no point is drawn twice, and a space with no more points than asked for is taken whole", () => {
  const points = randomPoints([batch, warmup], 11, 3);
  expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(11);
  expect(randomPoints([batch, warmup], 12, 3)).toEqual(gridPoints([batch, warmup]));
  expect(randomPoints([batch, warmup], 500, 3)).toHaveLength(12);
});

test.each([
  ["no values", { values: [] }],
  ["a value named twice", { values: [1, 2, 1] }],
  ["a range without width", { min: 1, max: 1 }],
  ["zero on a logarithmic scale", { min: 0, max: 1, scale: "log" }],
  ["a step on a logarithmic scale", { min: 1, max: 9, scale: "log", step: 2 }],
  ["whole numbers from a fraction", { min: 0.5, max: 9, whole: true }],
  ["a list and a range", { values: [1], min: 0, max: 1 }],
  ["nothing", {}],
])("%s is no dimension", (_what, value) => {
  expect(problemOf(value)).toBe(false);
});
