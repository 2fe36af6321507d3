import { expect, it } from "vitest";
import type { RuleCondition } from "./compareInARow.ts";
import { LateStreaks } from "./LateStreaks.ts";

const above = (points: number): RuleCondition => ({ comparison: "ABOVE", value: 1, points });

/** Values of steps 0, 1, 2, …; those of `late` came late. Indices of what came true, and the row at the end. */
function found(rule: RuleCondition, values: number[], late: number[]) {
  const streaks = new LateStreaks(rule, new Map(late.map((step) => [step, 1])), 100);
  const points = values.map((last, lastStep) => ({ lastStep, last }));
  streaks.add(points.slice(0, 2));
  streaks.add(points.slice(2));
  const { matches, length } = streaks.finish();
  return { at: matches.map(({ index }) => index - 100), length };
}

it.each<[string, RuleCondition, number[], number[], { at: number[]; length: number }]>([
  ["a late value alone", above(1), [0, 2, 0], [1], { at: [1], length: 0 }],
  ["none beside one that came true before", above(1), [0, 2, 2, 0], [2], { at: [], length: 0 }],
  ["none where the late value does not compare so", above(1), [2, 0, 2], [1], { at: [], length: 1 }],
  ["the one that closes a gap", above(3), [2, 2, 2, 0], [1], { at: [1], length: 0 }],
  ["two late ones in one row once", above(3), [2, 2, 2, 2], [1, 2], { at: [2], length: 4 }],
  ["none in a row that was long enough without", above(2), [2, 2, 2], [0], { at: [], length: 3 }],
  ["none in a row that is still too short", above(3), [2, 2, 0, 2], [1], { at: [], length: 1 }],
])("finds %s", (_what, rule, values, late, expected) => {
  expect(found(rule, values, late)).toEqual(expected);
});

it("takes the last of the points of a step for the late ones", () => {
  const streaks = new LateStreaks(above(1), new Map([[5, 1]]), 0);
  streaks.add([{ lastStep: 5, last: 0 }]);
  streaks.add([{ lastStep: 5, last: 2 }]);
  streaks.add([{ lastStep: 6, last: 0 }]);
  expect(streaks.finish().matches).toEqual([{ index: 1, step: 5, value: 2 }]);
});
