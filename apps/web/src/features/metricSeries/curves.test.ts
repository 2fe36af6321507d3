import { expect, test } from "vitest";
import { addLivePoints, type Curve, continueCurves, stepsBehind } from "./curves.ts";

const loss: Curve = {
  name: "loss",
  steps: [1, 2, 3],
  values: [3, 2, 1],
  minValues: null,
  maxValues: null,
  timesMs: null,
  total: 3,
  pointsInRange: 3,
  reduced: false,
};

test("live points continue a curve without repeating what was read", () => {
  const heard = addLivePoints([], [{ name: "loss", steps: [3, 4], values: [1, 0.5], timesMs: [30, 40] }]);
  const [curve] = continueCurves([loss], heard);
  expect(curve).toMatchObject({
    steps: [1, 2, 3, 4],
    values: [3, 2, 1, 0.5],
    timesMs: [null, null, null, 40],
    total: 4,
  });
});

test("a resumed run's points replace those heard from their first step on", () => {
  const heard = addLivePoints(
    [{ name: "loss", steps: [4, 5, 6], values: [9, 9, 9], timesMs: null }],
    [{ name: "loss", steps: [5], values: [0.4], timesMs: null }],
  );
  expect(heard).toEqual([{ name: "loss", steps: [4, 5], values: [9, 0.4], timesMs: null }]);
});

test("a series never read before becomes a curve", () => {
  const curves = continueCurves([loss], [{ name: "lr", steps: [4], values: [0.02], timesMs: null }]);
  expect(curves.map(({ name }) => name)).toEqual(["loss", "lr"]);
});

test("the band of a reduced curve is continued by the points themselves", () => {
  const reduced: Curve = { ...loss, minValues: [2, 1, 0], maxValues: [4, 3, 2], reduced: true };
  const [curve] = continueCurves([reduced], [{ name: "loss", steps: [4], values: [0.5], timesMs: null }]);
  expect(curve?.minValues).toEqual([2, 1, 0, 0.5]);
  expect(curve?.maxValues).toEqual([4, 3, 2, 0.5]);
});

test("a point of a reduced curve stands for the steps since the one before", () => {
  const whole = { steps: [2, 4, 6], minValues: null };
  expect(stepsBehind(whole, 4)).toEqual({ fromStep: 4, toStep: 4 });
  const reduced = { steps: [10, 20, 30], minValues: [0, 0, 0] };
  expect(stepsBehind(reduced, 20)).toEqual({ fromStep: 11, toStep: 20 });
  // Of another curve in the same chart: within this one's bucket, or past its end.
  expect(stepsBehind(reduced, 14)).toEqual({ fromStep: 11, toStep: 20 });
  expect(stepsBehind(reduced, 99)).toEqual({ fromStep: 21, toStep: 30 });
  expect(stepsBehind(reduced, 10).toStep).toBe(10);
});
