import { expect, test } from "vitest";
import { checkpointIsDue, evaluationIsDue } from "./dueSteps.ts";
import { endsEpoch, epochOfStep, epochsDoneAfter, planTraining } from "./trainingPlan.ts";

test("the last batch of an epoch may be smaller", () => {
  const plan = planTraining({ imageCount: 5, batchSize: 2, accumulationSteps: 1, epochs: 3, maxSteps: null });
  expect(plan).toMatchObject({ stepsPerEpoch: 3, totalSteps: 9, totalEpochs: 3 });
  expect([0, 1, 3, 4, 9].map((step) => epochOfStep(plan, step))).toEqual([0, 1, 1, 2, 3]);
  expect([0, 1, 3, 4, 9].map((step) => epochsDoneAfter(plan, step))).toEqual([0, 0, 1, 1, 3]);
  expect([1, 2, 3, 4, 6, 9].filter((step) => endsEpoch(plan, step))).toEqual([3, 6, 9]);
});

test("accumulation makes steps of several batches", () => {
  const plan = planTraining({ imageCount: 13, batchSize: 2, accumulationSteps: 3, epochs: 2, maxSteps: null });
  expect(plan).toMatchObject({ batchSize: 2, imagesPerStep: 6, stepsPerEpoch: 3, totalSteps: 6 });
});

test("maxSteps ends the training within an epoch", () => {
  const plan = planTraining({ imageCount: 5, batchSize: 2, accumulationSteps: 1, epochs: 3, maxSteps: 4 });
  expect(plan).toMatchObject({ totalSteps: 4, totalEpochs: 2 });
  expect(endsEpoch(plan, 4)).toBe(true);
});

test("evaluations come at every so many epochs and at the end, checkpoints with them and in between", () => {
  const plan = planTraining({ imageCount: 2, batchSize: 1, accumulationSteps: 1, epochs: 5, maxSteps: null });
  const steps = Array.from({ length: 10 }, (_, index) => index + 1);
  expect(steps.filter((step) => evaluationIsDue(plan, step, 2))).toEqual([4, 8, 10]);
  const settings = { evaluateEveryEpochs: 2, checkpointEverySteps: 3, keepCheckpointsEverySteps: null };
  expect(steps.filter((step) => checkpointIsDue(plan, step, settings))).toEqual([3, 4, 6, 8, 9, 10]);
  const kept = { ...settings, keepCheckpointsEverySteps: 5 };
  expect(steps.filter((step) => checkpointIsDue(plan, step, kept))).toEqual([3, 4, 5, 6, 8, 9, 10]);
});
