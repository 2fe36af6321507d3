import { describe, expect, test } from "vitest";
import { type LearningRateSchedule, learningRateAt } from "./learningRate.ts";

const base: LearningRateSchedule = {
  learningRate: 0.2,
  warmupSteps: 10,
  warmupFactor: 0.1,
  schedule: "constant",
  totalSteps: 110,
};

describe("learningRateAt", () => {
  test("grows linearly from the warm-up's factor", () => {
    expect(learningRateAt(0, base)).toBeCloseTo(0.02, 10);
    expect(learningRateAt(5, base)).toBeCloseTo(0.11, 10);
    expect(learningRateAt(10, base)).toBeCloseTo(0.2, 10);
    expect(learningRateAt(1000, base)).toBeCloseTo(0.2, 10);
  });

  test("cosine falls from the end of the warm-up to zero", () => {
    const cosine = { ...base, schedule: "cosine" } as const;
    expect(learningRateAt(10, cosine)).toBeCloseTo(0.2, 10);
    expect(learningRateAt(60, cosine)).toBeCloseTo(0.1, 10);
    expect(learningRateAt(110, cosine)).toBeCloseTo(0, 10);
  });

  test("step drops at each milestone", () => {
    const stepped: LearningRateSchedule = { ...base, schedule: "step", stepMilestones: [50, 80], stepGamma: 0.5 };
    expect(learningRateAt(49, stepped)).toBeCloseTo(0.2, 10);
    expect(learningRateAt(50, stepped)).toBeCloseTo(0.1, 10);
    expect(learningRateAt(80, stepped)).toBeCloseTo(0.05, 10);
  });

  test("without warm-up the first step has the full rate", () => {
    expect(learningRateAt(0, { ...base, warmupSteps: 0 })).toBeCloseTo(0.2, 10);
  });
});
