import { expect, test } from "vitest";
import { type EndedRun, estimateLaunch, median, timeLeftMs } from "./timeEstimate.ts";

const SETTINGS = { epochs: 4, maxSteps: null, batchSize: 2, minSizePx: 480 };
const run = (number: number, minutes: number, more: Partial<EndedRun> = {}): EndedRun => ({
  number,
  startedAt: "2026-11-29T10:00:00Z",
  finishedAt: new Date(Date.UTC(2026, 10, 29, 10, minutes)).toISOString(),
  step: 60,
  stepsPerEpoch: 30,
  configuration: { ...SETTINGS, epochs: 2 },
  trainer: { name: "one" },
  ...more,
});

test("a launch takes its steps times the median step of earlier runs alike on that trainer", () => {
  const ended = [
    run(9, 1),
    run(8, 3),
    run(7, 2),
    run(6, 50, { trainer: { name: "slow" } }),
    run(5, 50, { configuration: { ...SETTINGS, batchSize: 8 } }),
    run(4, 50, { finishedAt: null }),
  ];
  // 60 steps in 2 minutes are 2 s a step; 4 epochs of 30 steps.
  expect(estimateLaunch(SETTINGS, ended)).toEqual({
    durationMs: 240_000,
    steps: 120,
    stepMs: 2_000,
    trainer: "one",
    runNumbers: [9, 8, 7],
  });
  expect(estimateLaunch({ ...SETTINGS, maxSteps: 10 }, ended)?.durationMs).toBe(20_000);
});

test("without a run alike nothing is estimated", () => {
  expect(estimateLaunch(SETTINGS, [])).toBeNull();
  expect(estimateLaunch({ ...SETTINGS, minSizePx: 800 }, [run(1, 1)])).toBeNull();
  expect(estimateLaunch(SETTINGS, [run(1, 1, { stepsPerEpoch: null })])).toBeNull();
});

test("what is left is the steps to do, each like the last ones", () => {
  expect(timeLeftMs({ step: 40, totalSteps: 100, stepMs: [300, null, 100, 200] })).toBe(12_000);
  expect(timeLeftMs({ step: 100, totalSteps: 100, stepMs: [100] })).toBe(0);
  expect(timeLeftMs({ step: 1, totalSteps: null, stepMs: [100] })).toBeNull();
  expect(timeLeftMs({ step: 1, totalSteps: 10, stepMs: [null] })).toBeNull();
  expect([median([3]), median([1, 4]), median([9, 1, 2])]).toEqual([3, 2.5, 2]);
});
