import { expect, test } from "vitest";
import { decideAtRung, rungLevels, rungReached } from "./successiveHalving.ts";

test.each([
  ["η 4 from 1 epoch, below 64", 1, 4, 64, [1, 4, 16]],
  ["the run's own end is no rung", 1, 3, 27, [1, 3, 9]],
  ["one rung", 5, 3, 10, [5]],
  ["none below the end", 10, 3, 10, []],
])("rungs: %s", (_what, least, reductionFactor, most, levels) => {
  expect(rungLevels(least, reductionFactor, most)).toEqual(levels);
});

test.each([
  [0, -1],
  [1, 0],
  [3, 0],
  [4, 1],
  [99, 2],
])("after %d epochs of rungs 1, 4 and 16 the highest reached is %d", (epochs, rung) => {
  expect(rungReached([1, 4, 16], epochs)).toBe(rung);
});

// The quantile 1 - 1/η of what was recorded, by hand: η 4 of [1, 2, 3, 4] lies at place 0.75 * 3 = 2.25, so at 3 + 0.25 * (4 - 3) = 3.25;
// η 2 of [1, 5] at place 0.5, so at 3; η 3 of [1, 2, 3, 4] at place 2, so at 3.
test.each([
  ["the first to come", 0.1, [], 4, "MAXIMIZE", true, null],
  ["the second, better", 0.3, [0.2], 4, "MAXIMIZE", true, 0.2],
  ["the second, equal", 0.2, [0.2], 4, "MAXIMIZE", true, 0.2],
  ["the second, worse", 0.1, [0.2], 4, "MAXIMIZE", false, 0.2],
  ["between the third and the fourth", 3.25, [4, 1, 3, 2], 4, "MAXIMIZE", true, 3.25],
  ["just below", 3.24, [4, 1, 3, 2], 4, "MAXIMIZE", false, 3.25],
  ["half of two", 2.9, [5, 1], 2, "MAXIMIZE", false, 3],
  ["a place of its own", 3, [1, 2, 3, 4], 3, "MAXIMIZE", true, 3],
  ["downwards: smaller is better", 1.74, [4, 1, 3, 2], 4, "MINIMIZE", true, 1.75],
  ["downwards: not small enough", 1.76, [4, 1, 3, 2], 4, "MINIMIZE", false, 1.75],
  ["no value against some", null, [0.1], 4, "MAXIMIZE", false, 0.1],
  ["NaN against some", Number.NaN, [0.1], 4, "MINIMIZE", false, 0.1],
  ["no value against none", null, [], 4, "MAXIMIZE", true, null],
  ["any value against those without", 0, [null, Number.NaN], 4, "MAXIMIZE", true, null],
  ["those without count for nothing", 1.5, [null, 1, 2], 2, "MAXIMIZE", true, 1.5],
] as const)("%s", (_what, value, recorded, reductionFactor, goal, goesOn, needed) => {
  const decision = decideAtRung({ value, recorded, reductionFactor, goal });
  expect(decision.goesOn).toBe(goesOn);
  if (needed === null) expect(decision.needed).toBeNull();
  else expect(decision.needed).toBeCloseTo(needed, 12);
});
