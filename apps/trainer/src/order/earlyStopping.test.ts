import { expect, test } from "vitest";
import { earlyStop } from "./earlyStopping.ts";

const evaluations = (...values: (number | null)[]) => values.map((value, at) => ({ step: 10 * (at + 1), value }));

test.each([
  ["still gaining", evaluations(0.1, 0.2, 0.3), 2, null],
  ["not enough of them", evaluations(0.1, 0.3, 0.2), 2, null],
  ["two without gain", evaluations(0.1, 0.3, 0.2, 0.3), 2, { bestStep: 20, bestValue: 0.3, withoutGain: 2 }],
  ["a gain begins the count anew", evaluations(0.3, 0.2, 0.31, 0.1), 2, null],
  ["never anything to find", evaluations(null, null), 2, { bestStep: null, bestValue: null, withoutGain: 2 }],
  ["zero is better than nothing to find", evaluations(null, 0), 1, null],
  ["no evaluation", [], 1, null],
  ["switched off", evaluations(0.3, 0.2, 0.1, 0.1), null, null],
])("%s", (_what, given, patience, expected) => {
  expect(earlyStop(given, patience)).toEqual(expected);
});
