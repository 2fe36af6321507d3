import { expect, test } from "vitest";
import { createBatchOrder } from "./batchOrder.ts";
import { planTraining } from "./trainingPlan.ts";

const plan = planTraining({ imageCount: 7, batchSize: 3, accumulationSteps: 1, epochs: 4, maxSteps: null });
const allSteps = Array.from({ length: plan.totalSteps }, (_, index) => index + 1);

test("every epoch shows every image once, in an order of its own", () => {
  const order = createBatchOrder(plan, 5);
  const epochs = [0, 1, 2, 3].map((epoch) => [1, 2, 3].flatMap((step) => order.imageIndices(epoch * 3 + step)));
  for (const epoch of epochs) expect([...epoch].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(new Set(epochs.map(String)).size).toBe(4);
  expect(order.imageIndices(3)).toHaveLength(1);
});

test("a run continued at any step sees what the uninterrupted one sees", () => {
  const whole = allSteps.map((step) => createBatchOrder(plan, 5).imageIndices(step));
  for (const first of [2, 4, 8]) {
    const continued = createBatchOrder(plan, 5);
    expect(allSteps.slice(first - 1).map((step) => continued.imageIndices(step))).toEqual(whole.slice(first - 1));
  }
});

test("another seed gives another order", () => {
  const [one, two] = [1, 2].map((seed) => allSteps.map((step) => createBatchOrder(plan, seed).imageIndices(step)));
  expect(one).not.toEqual(two);
});
