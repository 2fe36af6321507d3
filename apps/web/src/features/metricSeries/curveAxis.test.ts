import { expect, test } from "vitest";
import { axisRangeText, CURVE_AXES, parseAxisRange, placesOf, stepsOfRange } from "./curveAxis.ts";

const startedAt = "2026-01-01T00:00:00.000Z";
const startMs = Date.parse(startedAt);
const clock = { stepsPerEpoch: 4, startedAt };

test("points lie on steps, epochs or seconds since the start", () => {
  const points = { steps: [2, 4, 6], timesMs: [startMs + 500, startMs + 2_000, startMs + 1_900] };
  expect(placesOf(points, "step", clock)).toEqual([2, 4, 6]);
  expect(placesOf(points, "epoch", clock)).toEqual([0.5, 1, 1.5]);
  // The third clock was behind; the axis does not go back.
  expect(placesOf(points, "time", clock)).toEqual([0.5, 2, 2]);
});

test("what is not known of every point is not guessed", () => {
  expect(placesOf({ steps: [1], timesMs: null }, "time", clock)).toBeNull();
  expect(placesOf({ steps: [1, 2], timesMs: [startMs, null] }, "time", clock)).toBeNull();
  expect(placesOf({ steps: [1], timesMs: [startMs] }, "time", { ...clock, startedAt: null })).toBeNull();
  expect(placesOf({ steps: [1], timesMs: null }, "epoch", { ...clock, stepsPerEpoch: null })).toBeNull();
});

test("a part of the axis takes in the points just beyond its ends, of every curve", () => {
  const curves = [
    { steps: [10, 20, 30, 40], xs: [1, 2, 3, 4] },
    { steps: [5, 15, 100], xs: [0.5, 1.5, 10] },
  ];
  expect(stepsOfRange(curves, { from: 2.5, to: 2.6 })).toEqual({ fromStep: 15, toStep: 100 });
  expect(stepsOfRange([curves[0] as (typeof curves)[number]], { from: 2.5, to: 2.6 })).toEqual({
    fromStep: 20,
    toStep: 30,
  });
  expect(stepsOfRange([], { from: 0, to: 1 })).toBeNull();
});

test("a zoom survives the page's address", () => {
  for (const range of [
    { from: 120, to: 560 },
    { from: 0.125, to: 0.25 },
    { from: -3, to: 1_000_000 },
  ])
    expect(parseAxisRange(axisRangeText(range))).toEqual(range);
  expect(axisRangeText({ from: 1 / 3, to: 2 / 3 })).toBe("0.3333..0.6667");
  for (const text of [null, "", "5", "5..", "5..5", "9..2", "a..b"]) expect(parseAxisRange(text)).toBeNull();
});

test("ticks read as people write them", () => {
  const { step, time, epoch } = CURVE_AXES;
  expect([200, 12_000, 1_500_000, 0.5].map(step.formatTick)).toEqual(["200", "12k", "1.5M", ""]);
  expect([30, 90, 5_400, 90_000].map(time.formatTick)).toEqual(["30 s", "1 min 30 s", "1 h 30", "1 d 1 h"]);
  expect(epoch.formatTick(0.30000000000000004)).toBe("0.3");
});
